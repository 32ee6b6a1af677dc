package io.rickyard.projector.query;

import io.rickyard.projector.query.Stretches.Part;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Finds tasks, newest first, with work that does not depend on how many there are.
 *
 * <ol>
 *   <li>A beginning that few ids share is answered by those ids.
 *   <li>Otherwise a stretch of an index is walked from the newest task on, until the page is full.
 *       Where the stretch is all that was asked for, every task on it fits.
 *   <li>Where more was asked for, each task is looked at, first {@value #GLANCE}. If that does not
 *       fill the page, the other stretches that hold what was asked for are tried, since one of
 *       them may be short; then each of them again with {@value #LOOK} tasks. The walk that went
 *       furthest back counts: what fits is known down to its end, from where the next page goes on.
 * </ol>
 */
final class TaskSearch {

  /** How many tasks are looked at on each way before any of them is followed further. */
  static final int GLANCE = 500;

  /** How many tasks are looked at on one way, over all organizations. */
  static final int LOOK = 5_000;

  /** A beginning that more ids share finds nothing by itself. */
  private static final int IDS = 1_000;

  /** Statistics may be older than what they tell of; an index in its own order is always right. */
  private static final String ONLY_IN_ORDER =
      """
      select set_config('enable_seqscan', 'off', true), set_config('enable_bitmapscan', 'off', true),
             set_config('enable_sort', 'off', true), set_config('enable_hashjoin', 'off', true),
             set_config('enable_mergejoin', 'off', true), set_config('enable_incremental_sort', 'off', true)
      """;

  private static final String IDS_BETWEEN =
      "select id from task where id >= ? and id <= ? order by id limit ?";

  /** A way to go, and how many tasks to look at on it. */
  private record Walk(Stretch stretch, int look) {

    int share() {
      return Math.max(1, look / stretch.parts());
    }
  }

  private final Connection connection;
  private final List<String> organizations;
  private final TaskFilter filter;
  private final Conditions conditions;

  private TaskSearch(Connection connection, Collection<String> organizations, TaskFilter filter) {
    this.connection = connection;
    this.organizations = List.copyOf(organizations);
    this.filter = filter;
    this.conditions = new Conditions(filter);
  }

  /** The newest after a place, at most so many; the transaction sees these organizations. */
  static Found newest(
      Connection connection,
      Collection<String> organizations,
      TaskFilter filter,
      @Nullable Place after,
      int most)
      throws SQLException {
    if (organizations.isEmpty()) {
      return Found.NOTHING;
    }
    inOrder(connection);
    var span = Span.of(filter, after);
    if (filter.text() instanceof SearchText.IdPrefix beginning) {
      var ids = ids(connection, beginning);
      if (ids.isPresent()) {
        return new TaskSearch(connection, organizations, filter).among(ids.get(), span, most);
      }
    }
    Sight.of(connection, organizations);
    var found = Found.NOTHING;
    for (Part part : Stretches.of(filter, List.copyOf(organizations))) {
      found =
          found.and(
              new TaskSearch(connection, organizations, part.filter())
                  .furthest(part.stretches(), span, most));
    }
    return found;
  }

  /** How many there are, or {@code most} when there are at least as many: all are looked at. */
  static int count(
      Connection connection, Collection<String> organizations, TaskFilter filter, int most)
      throws SQLException {
    if (organizations.isEmpty()) {
      return 0;
    }
    inOrder(connection);
    Sight.of(connection, organizations);
    int count = 0;
    for (Part part : Stretches.of(filter, List.copyOf(organizations))) {
      count +=
          new TaskSearch(connection, organizations, part.filter())
              .count(part.stretches().getFirst(), most);
    }
    return Math.min(count, most);
  }

  private static void inOrder(Connection connection) throws SQLException {
    try (PreparedStatement plan = connection.prepareStatement(ONLY_IN_ORDER)) {
      plan.execute();
    }
  }

  /**
   * The ids that begin so, whoever's they are, unless they are too many. Whose tasks they are is
   * asked when these are looked at; asking here would mean to read on past all those of others.
   */
  private static Optional<List<String>> ids(Connection connection, SearchText.IdPrefix beginning)
      throws SQLException {
    Sight.everything(connection);
    List<String> ids = new ArrayList<>();
    try (PreparedStatement select = connection.prepareStatement(IDS_BETWEEN)) {
      select.setObject(1, beginning.first());
      select.setObject(2, beginning.last());
      select.setInt(3, IDS + 1);
      try (ResultSet rows = select.executeQuery()) {
        while (rows.next()) {
          ids.add(rows.getString("id"));
        }
      }
    }
    return ids.size() > IDS ? Optional.empty() : Optional.of(ids);
  }

  /**
   * Those of these ids that fit. Each is looked up by itself, and the rest is asked of what was
   * found: asked together with the ids, PostgreSQL may take the index of another matter instead,
   * from statistics in which that holds next to nothing, and walk all of it.
   */
  private Found among(List<String> ids, Span span, int most) throws SQLException {
    Sight.of(connection, organizations);
    return found(
        new SqlText()
            .add("select t.id, t.created_at, t.body, true, false from unnest(?::uuid[]) as", ids)
            .add(" wanted (id) cross join lateral (select * from task where task.id = wanted.id")
            .add(" limit 1) t where t.organization = any (?)", organizations)
            .add(
                " and (t.created_at, t.id) < (?::timestamptz, ?::uuid)",
                span.until(),
                span.untilId())
            .add(" and t.created_at >= ?::timestamptz and ", span.from())
            .add(conditions.without(Set.of()))
            .add(" order by t.created_at desc, t.id desc limit ?", most),
        most);
  }

  private Found furthest(List<Stretch> stretches, Span span, int most) throws SQLException {
    List<Walk> walks =
        Stream.of(GLANCE, LOOK)
            .flatMap(look -> stretches.stream().map(stretch -> new Walk(stretch, look)))
            .toList();
    var furthest = walked(walks.getFirst(), span, most);
    for (Walk other : walks.subList(1, walks.size())) {
      if (furthest.suffices(most)) {
        break;
      }
      furthest = furthest.orFurther(walked(other, span, most));
    }
    return furthest;
  }

  private Found walked(Walk walk, Span span, int most) throws SQLException {
    SqlText left = left(walk.stretch());
    int look = left.isEmpty() ? Math.min(most, walk.share()) : walk.share();
    return found(StretchWalk.of(walk.stretch(), left, span, look, most), most);
  }

  private int count(Stretch stretch, int most) throws SQLException {
    var all =
        StretchWalk.of(stretch, left(stretch), Span.of(filter, null), Integer.MAX_VALUE, most);
    try (PreparedStatement count =
            new SqlText()
                .add("select count(*) from (")
                .add(all)
                .add(") counted")
                .prepare(connection);
        ResultSet rows = count.executeQuery()) {
      rows.next();
      return rows.getInt(1);
    }
  }

  /** What has to be asked of each task on a stretch. */
  private SqlText left(Stretch stretch) {
    var left = new SqlText();
    if (!stretch.isOfOrganization()) {
      left.and("t.organization = any (?)", organizations);
    }
    SqlText open = conditions.without(stretch.answers());
    return open.isEmpty() ? left : left.and("").add(open);
  }

  private Found found(SqlText sql, int most) throws SQLException {
    try (PreparedStatement select = sql.prepare(connection);
        ResultSet rows = select.executeQuery()) {
      return Found.read(rows, most);
    }
  }
}
