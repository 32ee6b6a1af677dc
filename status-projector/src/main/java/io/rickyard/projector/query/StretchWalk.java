package io.rickyard.projector.query;

import static java.util.stream.Collectors.joining;

import io.rickyard.projector.query.Stretch.Column;
import io.rickyard.projector.query.Stretch.Table;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes the statement that walks a {@link Stretch}, each of its parts from the newest task on, and
 * puts the newest of all parts together.
 *
 * <p>The columns of a part stand in the order, and each is one of an array of one: so only the
 * index that begins with these columns can answer it, and the walk ends where one of them differs.
 * With an equality for each column PostgreSQL would also consider to read the whole list in its
 * order and leave out what does not match, and from statistics that know one value of a column it
 * expects that everything matches. Both ends compared as whole rows would end the walk only where
 * the first column differs.
 */
final class StretchWalk {

  private final Stretch stretch;
  private final String walked;
  private final List<String> columns;
  private final SqlText sql = new SqlText();

  private StretchWalk(Stretch stretch) {
    this.stretch = stretch;
    this.walked = stretch.table() == Table.TASK ? "t" : "l";
    this.columns =
        Stream.concat(stretch.columns().stream().map(Column::name), Stream.of("created_at", "id"))
            .toList();
  }

  /**
   * The statement. Its rows are as {@link Found} reads them.
   *
   * @param stretch what is walked
   * @param conditions on each task, which is called t; empty for none
   * @param span between which places
   * @param look how many tasks of each part are looked at
   * @param most how many of those that fit are wanted
   */
  static SqlText of(Stretch stretch, SqlText conditions, Span span, int look, int most) {
    var statement = new StretchWalk(stretch);
    statement.sql.add(
        "select found.id, found.created_at, found.body, found.fits, found.ends from ");
    statement.parts();
    statement.sql.add(" cross join lateral (select * from (");
    statement.looked(conditions, span, look);
    statement.sql.add(") looked where fits or ends");
    statement.newestFirst("looked").add(" limit ?) found", most);
    return statement.sql.add(" order by found.created_at desc, found.id desc limit ?", most);
  }

  /** One row for each part, with its values as c0.v, c1.v and so on. */
  private void parts() {
    for (int i = 0; i < stretch.columns().size(); i++) {
      Column column = stretch.columns().get(i);
      String name = (i == 0 ? "" : " cross join ") + "%s as c" + i + " (v)";
      if (column.values().isEmpty()) {
        sql.add(name.formatted(everyTypeOf("c0.v")));
      } else {
        sql.add(name.formatted("unnest(?::" + column.sqlType() + "[])"), column.values());
      }
    }
  }

  /**
   * Goes from type to type in the index, instead of over all tasks. From the last to the first, so
   * that it comes to the newest of each: the oldest are those that retention deletes, and until the
   * next vacuum an index still holds them, pages of them before the first that is left.
   */
  private static String everyTypeOf(String organization) {
    return """
    lateral (
      with recursive every (type) as (
        (select t.type from task t where t.organization = %1$s order by t.type desc limit 1)
        union all
        select (select t.type from task t
                 where t.organization = %1$s and t.type < every.type order by t.type desc limit 1)
          from every where every.type is not null)
      select type from every where type is not null)\
    """
        .formatted(organization);
  }

  private void looked(SqlText conditions, Span span, int look) {
    sql.add("select ").add(names(walked)).add(", t.body, (");
    sql.add(conditions.isEmpty() ? new SqlText().add("true") : conditions);
    sql.add(") as fits, " + walked + ".nth = ? as ends from (select " + walked, look);
    sql.add(".*, row_number() over (");
    newestFirst(walked).add(") as nth from (select * from ").add(table());
    sql.add(" where ").add(columnsAsAsked());
    sql.add(" and (%1$s.created_at, %1$s.id)".formatted(walked))
        .add(" < (?::timestamptz, ?::uuid)", span.until(), span.untilId());
    sql.add(" and (%1$s.created_at, %1$s.id)".formatted(walked))
        .add(" >= (?::timestamptz, ?::uuid)", span.from(), Span.FIRST_ID);
    sql.add(stretch.only().isEmpty() ? "" : " and " + stretch.only());
    newestFirst(walked).add(" limit ?) " + walked + ") " + walked, look);
    sql.add(stretch.table() == Table.TASK ? "" : " join task t on t.id = l.id");
  }

  private String table() {
    return switch (stretch.table()) {
      case TASK -> "task t";
      case LABEL ->
          "(select organization, key, value, created_at, task_id as id from task_label) l";
    };
  }

  private SqlText newestFirst(String of) {
    return sql.add(
        columns.stream()
            .map(column -> of + "." + column + " desc")
            .collect(joining(", ", " order by ", "")));
  }

  private String names(String of) {
    return columns.stream().map(column -> of + "." + column).collect(joining(", "));
  }

  private String columnsAsAsked() {
    return IntStream.range(0, stretch.columns().size())
        .mapToObj(
            i -> "%s.%s = any (array[c%d.v])".formatted(walked, stretch.columns().get(i).name(), i))
        .collect(joining(" and "));
  }
}
