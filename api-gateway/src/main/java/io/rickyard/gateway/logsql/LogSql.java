package io.rickyard.gateway.logsql;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A query for lines.
 *
 * @param columns what of each row is told, by the name it is told under
 * @param table logs, or a source
 * @param condition which rows; all where there is none
 * @param order what they are put in order by
 * @param limit how many at most
 */
public record LogSql(
    Map<String, Expression> columns,
    String table,
    @Nullable Expression condition,
    List<Order> order,
    int limit) {

  static final String ALL_SOURCES = "logs";

  /** As many rows as one answer may have. */
  static final int MOST = 1000;

  /** What rows are put in order by. */
  record Order(Expression value, boolean descending) {}

  /** Keeps the columns' order. */
  public LogSql {
    columns = Collections.unmodifiableMap(new LinkedHashMap<>(columns));
    order = List.copyOf(order);
  }

  /** Reads one. */
  public static LogSql parse(String sql) {
    return new LogSqlParser(new Tokens(sql)).parse();
  }

  /** The sources it asks for, by the clients' names, whether or not somebody writes there. */
  public Set<String> sources() {
    var known = new LinkedHashSet<String>();
    Stream.of(LogSource.values()).map(LogSource::table).forEach(known::add);
    if (!table.equals(ALL_SOURCES)) {
      known.retainAll(Set.of(table));
    }
    return condition == null ? known : condition.sources(known);
  }

  /** Whether the newest lines come first. */
  public boolean newestFirst() {
    return !order.isEmpty() && order.getFirst().descending() && isTime(order.getFirst().value());
  }

  private static boolean isTime(Expression value) {
    return switch (value) {
      case Expression.Column(String name) -> name.equals("timestamp");
      case Expression.Call(Function function, List<Expression> arguments) ->
          function == Function.TO_UNIX_TIMESTAMP64_MILLI && isTime(arguments.getFirst());
      default -> false;
    };
  }

  /** Whether a row is one of those asked for. */
  public boolean matches(LogEntry row) {
    return (table.equals(ALL_SOURCES) || table.equals(row.source()))
        && (condition == null || Values.truth(condition.of(row)));
  }

  /** What is told of rows that match. */
  public List<Map<String, Object>> select(List<LogEntry> matching) {
    var sorted = new ArrayList<>(matching);
    order.stream()
        .map(LogSql::comparator)
        .reduce(Comparator::thenComparing)
        .ifPresent(sorted::sort);
    return sorted.stream().limit(limit).map(this::told).toList();
  }

  private static Comparator<LogEntry> comparator(Order order) {
    Comparator<LogEntry> ascending =
        (one, other) -> Values.compare(order.value().of(one), order.value().of(other));
    return order.descending() ? ascending.reversed() : ascending;
  }

  private Map<String, Object> told(LogEntry row) {
    Map<String, Object> told = new LinkedHashMap<>();
    columns.forEach((name, value) -> told.put(name, value.of(row)));
    return told;
  }
}
