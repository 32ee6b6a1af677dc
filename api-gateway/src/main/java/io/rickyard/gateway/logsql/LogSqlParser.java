package io.rickyard.gateway.logsql;

import io.rickyard.gateway.logsql.Tokens.Kind;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Reads a query, by descent from its clauses to its words. */
final class LogSqlParser {

  private static final Set<String> CLAUSES =
      Set.of("from", "where", "order", "limit", "group", "having", "join", "union", "as");

  private static final Set<String> SIGNS = Set.of("=", "!=", "<>", "<", "<=", ">", ">=");

  private static final int DEEPEST = 50;

  private final Tokens tokens;
  private final Map<String, Expression> columns = new LinkedHashMap<>();
  private int depth;

  LogSqlParser(Tokens tokens) {
    this.tokens = tokens;
  }

  LogSql parse() {
    tokens.need("select");
    if (tokens.skip("*")) {
      Stream.of("id", "timestamp", "source", "event_message", "severity_text", "log_attributes")
          .forEach(name -> columns.put(name, new Expression.Column(name)));
    } else {
      do {
        column();
      } while (tokens.skip(","));
    }
    tokens.need("from");
    String table = table();
    var condition = tokens.skip("where") ? condition() : null;
    var order = tokens.skip("order") ? order() : List.<LogSql.Order>of();
    int limit = tokens.skip("limit") ? limit() : LogSql.MOST;
    var _ = tokens.skip(";");
    if (tokens.peek().kind() != Kind.END) {
      throw new LogSqlRefused(
          "Only WHERE, ORDER BY and LIMIT are understood, not "
              + tokens.peek().text().toUpperCase(Locale.ROOT));
    }
    return new LogSql(columns, table, condition, order, limit);
  }

  private void column() {
    var value = operand();
    String name =
        switch (value) {
          case Expression.Column column -> column.name();
          case Expression.Attribute attribute -> attribute.name();
          default -> "column_" + (columns.size() + 1);
        };
    if (tokens.skip("as")
        || (tokens.peek().kind() == Kind.WORD && !CLAUSES.contains(word(tokens.peek())))) {
      name = tokens.take().text();
    }
    columns.put(name, value);
  }

  private static String word(Tokens.Token token) {
    return token.text().toLowerCase(Locale.ROOT);
  }

  private String table() {
    String table = word(tokens.take());
    boolean known =
        table.equals(LogSql.ALL_SOURCES)
            || Arrays.stream(LogSource.values()).anyMatch(source -> source.table().equals(table));
    if (!known) {
      throw new LogSqlRefused(
          "There is no table %s; lines are in logs, each with its source".formatted(table));
    }
    return table;
  }

  private List<LogSql.Order> order() {
    tokens.need("by");
    var order = new ArrayList<LogSql.Order>();
    do {
      var value = operand();
      boolean descending = tokens.skip("desc");
      if (!descending) {
        var _ = tokens.skip("asc");
      }
      order.add(new LogSql.Order(value, descending));
    } while (tokens.skip(","));
    return order;
  }

  private int limit() {
    var token = tokens.take();
    if (token.kind() != Kind.NUMBER || !token.text().matches("\\d{1,4}")) {
      throw new LogSqlRefused("LIMIT is a whole number up to " + LogSql.MOST);
    }
    int limit = Integer.parseInt(token.text());
    if (limit > LogSql.MOST) {
      throw new LogSqlRefused("LIMIT is a whole number up to " + LogSql.MOST);
    }
    return limit;
  }

  private Expression condition() {
    var all = conjunction();
    while (tokens.skip("or")) {
      all = new Expression.Or(all, conjunction());
    }
    return all;
  }

  private Expression conjunction() {
    var all = negation();
    while (tokens.skip("and")) {
      all = new Expression.And(all, negation());
    }
    return all;
  }

  private Expression negation() {
    boolean contrary = false;
    while (tokens.skip("not")) {
      contrary = !contrary;
    }
    return contrary ? new Expression.Not(comparison()) : comparison();
  }

  private Expression comparison() {
    var left = operand();
    if (tokens.peek().kind() == Kind.SIGN && SIGNS.contains(tokens.peek().text())) {
      return new Expression.Comparison(tokens.take().text(), left, operand());
    }
    boolean not = tokens.skip("not");
    Expression found;
    if (tokens.skip("in")) {
      found = new Expression.In(left, arguments());
    } else if (tokens.skip("like")) {
      found = new Expression.Like(left, operand(), false);
    } else if (tokens.skip("ilike")) {
      found = new Expression.Like(left, operand(), true);
    } else {
      if (not) {
        throw new LogSqlRefused("IN, LIKE or ILIKE is expected behind NOT");
      }
      return left;
    }
    return not ? new Expression.Not(found) : found;
  }

  private Expression operand() {
    if (++depth > DEEPEST) {
      throw new LogSqlRefused("The query is nested too deeply");
    }
    try {
      var token = tokens.take();
      return switch (token.kind()) {
        case TEXT -> new Expression.Constant(token.text());
        case NUMBER -> new Expression.Constant(Double.valueOf(token.text()));
        case WORD -> named(token);
        case SIGN, END -> {
          if (!token.is("(")) {
            throw new LogSqlRefused("A value is expected before " + token.text());
          }
          var inner = condition();
          tokens.need(")");
          yield inner;
        }
      };
    } finally {
      depth--;
    }
  }

  private Expression named(Tokens.Token token) {
    String name = word(token);
    if (tokens.peek().is("(")) {
      return call(token.text());
    }
    if (name.equals("log_attributes") && tokens.skip("[")) {
      var key = tokens.take();
      tokens.need("]");
      return new Expression.Attribute(key.text());
    }
    if (Expression.Column.NAMES.contains(name)) {
      return new Expression.Column(name);
    }
    var told = columns.get(token.text());
    if (told == null) {
      throw new LogSqlRefused(
          "There is no column %s; there are %s"
              .formatted(token.text(), Expression.Column.NAMES.stream().sorted().toList()));
    }
    return told;
  }

  private Expression call(String name) {
    var function =
        Function.named(name)
            .orElseThrow(
                () -> new LogSqlRefused("The function %s is not understood".formatted(name)));
    var arguments = arguments();
    if (!function.takes(arguments.size())) {
      throw new LogSqlRefused("%s does not take %d arguments".formatted(name, arguments.size()));
    }
    return new Expression.Call(function, arguments);
  }

  private List<Expression> arguments() {
    tokens.need("(");
    var all = new ArrayList<Expression>();
    do {
      all.add(condition());
    } while (tokens.skip(","));
    tokens.need(")");
    return all;
  }
}
