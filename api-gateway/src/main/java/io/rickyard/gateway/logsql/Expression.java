package io.rickyard.gateway.logsql;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What can be computed from a row: texts, numbers, truth, and the map of attributes. */
sealed interface Expression {

  /** A text or a number as it is written. */
  record Constant(Object value) implements Expression {}

  /** A column of the table. */
  record Column(String name) implements Expression {
    static final Set<String> NAMES =
        Set.of("id", "timestamp", "source", "event_message", "severity_text", "log_attributes");
  }

  /** One of the attributes. */
  record Attribute(String name) implements Expression {}

  /** A function of others. */
  record Call(Function function, List<Expression> arguments) implements Expression {
    /** Copies the list. */
    public Call {
      arguments = List.copyOf(arguments);
    }
  }

  /** Two values compared. */
  record Comparison(String sign, Expression left, Expression right) implements Expression {}

  /** Whether a value is one of several. */
  record In(Expression value, List<Expression> choices) implements Expression {
    /** Copies the list. */
    public In {
      choices = List.copyOf(choices);
    }
  }

  /** Whether a text has a form with % and _ in it. */
  record Like(Expression text, Expression form, boolean anyCase) implements Expression {}

  /** Both. */
  record And(Expression left, Expression right) implements Expression {}

  /** At least one. */
  record Or(Expression left, Expression right) implements Expression {}

  /** The contrary. */
  record Not(Expression condition) implements Expression {}

  /** Its value for a row. */
  default Object of(LogEntry row) {
    return switch (this) {
      case Constant constant -> constant.value();
      case Column column -> column(column.name(), row);
      case Attribute attribute -> row.attributes().getOrDefault(attribute.name(), "");
      case Call call -> call.function().of(call.arguments(), row);
      case Comparison comparison ->
          holds(
              comparison.sign(),
              Values.compare(comparison.left().of(row), comparison.right().of(row)));
      case In in -> {
        var value = in.value().of(row);
        yield in.choices().stream().anyMatch(choice -> Values.compare(value, choice.of(row)) == 0);
      }
      case Like like -> Values.isLike(like.text().of(row), like.form().of(row), like.anyCase());
      case And and -> Values.truth(and.left().of(row)) && Values.truth(and.right().of(row));
      case Or or -> Values.truth(or.left().of(row)) || Values.truth(or.right().of(row));
      case Not not -> !Values.truth(not.condition().of(row));
    };
  }

  private static Object column(String name, LogEntry row) {
    return switch (name) {
      case "id" -> row.id();
      case "timestamp" -> row.timestamp().toString();
      case "source" -> row.source();
      case "event_message" -> row.message();
      case "severity_text" -> row.severity();
      case "log_attributes" -> Map.copyOf(row.attributes());
      default -> throw new IllegalStateException("No such column: " + name);
    };
  }

  private static boolean holds(String sign, int order) {
    return switch (sign) {
      case "=" -> order == 0;
      case "!=", "<>" -> order != 0;
      case "<" -> order < 0;
      case "<=" -> order <= 0;
      case ">" -> order > 0;
      case ">=" -> order >= 0;
      default -> throw new IllegalStateException("No such sign: " + sign);
    };
  }

  /** The sources that rows may have for which this holds, of these. */
  default Set<String> sources(Set<String> all) {
    return switch (this) {
      case Comparison(String sign, Column(String name), Constant(Object value))
          when sign.equals("=") && name.equals("source") ->
          all.contains(value.toString()) ? Set.of(value.toString()) : Set.of();
      case In(Column(String name), List<Expression> choices) when name.equals("source") ->
          Values.chosen(all, choices);
      case And and -> and.right().sources(and.left().sources(all));
      case Or or -> Values.union(or.left().sources(all), or.right().sources(all));
      case Constant _, Column _, Attribute _, Call _, Comparison _, In _, Like _, Not _ -> all;
    };
  }
}
