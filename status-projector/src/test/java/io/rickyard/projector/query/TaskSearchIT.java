package io.rickyard.projector.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Counts the rows that PostgreSQL reads for a page of many tasks: they must depend on the page and
 * not on the table, whatever is asked for and whatever PostgreSQL believes to know of the table.
 */
class TaskSearchIT {

  private static final int PAGE = 50;

  private static final String ROWS_READ =
      """
      select coalesce(sum(seq_tup_read + coalesce(idx_tup_fetch, 0)), 0)
        from pg_stat_xact_user_tables where schemaname = 'status'
      """;

  /** Entries of deleted tasks count too. */
  private static final String ENTRIES_READ =
      """
      select coalesce(sum(pg_stat_get_xact_tuples_returned(indexrelid)), 0)
        from pg_index where indrelid = 'status.task'::regclass
      """;

  private static ManyTasks known;
  private static ManyTasks unknown;
  private static ManyTasks unseen;

  @BeforeAll
  static void fill() throws SQLException {
    known = ManyTasks.known();
    unknown = ManyTasks.unknown();
    unseen = ManyTasks.unseen();
  }

  @AfterAll
  static void close() {
    known.close();
    unknown.close();
    unseen.close();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "state=failed",
        "state=running",
        "state=queued,running",
        "state=succeeded",
        "state=expired",
        "state=succeeded,expired,queued",
        "state=failed,cancelled,running",
        "type=stack.pause",
        "type=platform.probe",
        "type=job.run",
        "queue=critical",
        "queue=batch",
        "queue=normal",
        "type=platform.probe&queue=critical",
        "project=rareprojectrareproje",
        "project=olderprojectolderpro",
        "project=noprojectnoprojectno",
        "actor=eve",
        "actor=ada",
        "actor=nobody",
        "parent=01990000-0000-7000-8000-ffffffffffff",
        "parent=01990000-0000-7000-8000-fffffffffffe",
        "retry_of=01990000-0000-7000-8000-000000000001",
        "retry_of=01990000-0000-7000-8000-000000000002",
        "label=team=rare",
        "label=team=usual",
        "label=team",
        "label=older",
        "label=nobody",
        "created_before=2026-11-01T00:10:00Z",
        "created_after=2026-11-01T13:00:00Z",
        "created_after=2027-01-01T00:00:00Z",
        "ended_before=2026-11-01T00:10:00Z",
        "ended_after=2026-11-01T13:00:00Z",
        "q=run_timeout",
        "q=no_such_code",
        "q=01990000-0000-7000-8000-00000000000",
        "q=0199",
        "q=0198",
        "dead=true",
        "type=job.run&state=failed",
        "label=team=rare&label=older&actor=ada",
      })
  void pageCostsWhatItShows(String query) {
    assertThat(Stream.of(known, unknown, unseen).map(tasks -> rowsRead(tasks, query)))
        .as("rows read")
        .allMatch(rows -> rows < 1_200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "actor=ada&type=stack.pause",
        "actor=bob&queue=critical",
        "label=team=usual&state=running",
        "project=olderprojectolderpro&actor=bob&queue=critical",
      })
  void commonMatterIsNotFollowedWhereARareOneEnds(String query) {
    assertThat(Stream.of(known, unknown, unseen).map(tasks -> rowsRead(tasks, query)))
        .as("rows read")
        .allMatch(rows -> rows < 2 * 2 * TaskSearch.GLANCE + 1_200);
  }

  /** PostgreSQL plans anew for each of the first uses of a statement, and then once for all. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "queue=critical",
        "actor=nobody",
        "label=team=rare",
        "q=run_timeout",
        "q=01990000-0000-7000-8000-0000000000",
      })
  void pageCostsTheSameHoweverOftenItWasAskedFor(String query) {
    for (ManyTasks tasks : List.of(known, unknown, unseen)) {
      assertThat(IntStream.range(0, 12).mapToLong(_ -> rowsRead(tasks, query)))
          .as("rows read, each time")
          .allMatch(rows -> rows < 1_200);
    }
  }

  @Test
  void tasksThatWereDeletedAreNotPassedOneByOne() throws SQLException {
    try (var many = ManyTasks.unknown()) {
      many.forgetOldest(20_000);
      assertThat(read(ENTRIES_READ, many, "queue=critical"))
          .as("entries of indexes")
          .isLessThan(1_200);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "project=olderprojectolderpro&actor=eve",
        "project=olderprojectolderpro&state=failed",
        "project=olderprojectolderpro&actor=bob",
        "actor=ada&label=newer",
        "label=older&label=newer",
        "actor=bob&state=succeeded&created_before=2026-11-01T06:00:00Z",
        "ended_after=2027-01-01T00:00:00Z",
        "type=platform.probe&actor=ada&project=newerprojectnewerpro&state=succeeded",
      })
  void pageEndsEarlyWhereWhatIsCommonSeldomMeets(String query) {
    assertThat(Stream.of(known, unknown, unseen).map(tasks -> rowsRead(tasks, query)))
        .as("rows read")
        .allMatch(rows -> rows < 3 * 2 * TaskSearch.LOOK);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "state=failed,running",
        "state=failed,succeeded&created_after=2026-11-01T13:00:00Z",
        "queue=critical",
        "type=stack.pause,job.run",
        "project=olderprojectolderpro&actor=ada&ended_before=2026-11-01T01:00:00Z",
        "project=olderprojectolderpro&actor=bob",
        "project=newerprojectnewerpro&actor=bob&created_before=2026-11-01T07:10:00Z",
        "label=team=rare&label=newer",
        "label=team=usual&state=running",
        "actor=ada&label=newer",
        "q=01990000-0000-7000-8000-0000000000&queue=normal",
        "q=0199&state=failed",
        "dead=true",
        "retry_of=01990000-0000-7000-8000-000000000001",
      })
  void pagesAfterOneAnotherAreTheList(String query) {
    assertThat(pages(query, 40)).isEqualTo(all(query));
  }

  @Test
  void otherOrganizationsTasksAreNeverFound() {
    assertThat(pages(List.of("two"), "q=01990000-0000-7000-8000-0000000000", 40))
        .containsExactly(
            "{\"id\": 250}", "{\"id\": 200}", "{\"id\": 150}", "{\"id\": 100}", "{\"id\": 50}");
    assertThat(pages(List.of("two"), "project=rareprojectrareproje", 40))
        .containsExactly(
            "{\"id\": 50000}",
            "{\"id\": 40000}",
            "{\"id\": 30000}",
            "{\"id\": 20000}",
            "{\"id\": 10000}");
    assertThat(pages(List.of(), "", 40)).isEmpty();
  }

  @Test
  void pagesShowEveryTaskOnceWhileOthersAreAdded() {
    // given
    List<String> before = all("label=team=rare");

    // when
    List<String> seen = new ArrayList<>();
    @Nullable Place after = null;
    int added = 0;
    do {
      Page page = list(unknown, ManyTasks.ORGANIZATIONS, "label=team=rare", after, 2);
      seen.addAll(page.data());
      unknown.add(++added);
      String next = page.next();
      after = next == null ? null : Place.parse(next);
    } while (after != null);

    // then
    assertThat(seen).isEqualTo(before);
    unknown.takeAway(added);
  }

  @Test
  void countStopsWhereItIsTold() {
    assertThat(count("", 1_000)).isEqualTo(1_000);
    assertThat(count("q=run_timeout", 1_000)).isEqualTo(10);
    assertThat(count("state=failed,running", 1_000)).isEqualTo(29);
    assertThat(count("q=01990000-0000-7000-8000-0000000000", 1_000)).isEqualTo(255);
  }

  @Test
  void repeatedTaskIsNoDeadLetter() {
    assertThat(all("state=failed")).contains("{\"id\": 1}");
    assertThat(all("dead=true")).hasSize(9).doesNotContain("{\"id\": 1}");
  }

  @Test
  void labelMustHaveAllThatIsAskedOfIt() {
    assertThat(count("label=team&label=team=rare&actor=eve", 1_000)).isEqualTo(10);
    assertThat(count("label=team&label=team=rare&actor=ada", 1_000)).isZero();
  }

  private static List<String> pages(String query, int limit) {
    return pages(ManyTasks.ORGANIZATIONS, query, limit);
  }

  private static List<String> pages(List<String> organizations, String query, int limit) {
    List<String> seen = new ArrayList<>();
    @Nullable Place after = null;
    do {
      Page page = list(unknown, organizations, query, after, limit);
      seen.addAll(page.data());
      String next = page.next();
      after = next == null ? null : Place.parse(next);
    } while (after != null);
    return seen;
  }

  private static Page list(
      ManyTasks tasks, List<String> organizations, String query, @Nullable Place after, int limit) {
    return new TaskQueries(tasks.transactions())
        .list(organizations, Filters.of(query), after, limit);
  }

  private static int count(String query, int most) {
    return new TaskQueries(unknown.transactions())
        .count(ManyTasks.ORGANIZATIONS, Filters.of(query), most);
  }

  /** The list as it is found by looking at every task. */
  private static List<String> all(String query) {
    var filter = Filters.of(query);
    var span = Span.of(filter, null);
    return unknown
        .transactions()
        .call(transaction -> {
          Connection connection = transaction.connection();
          Sight.of(connection, ManyTasks.ORGANIZATIONS);
          var select =
              new SqlText()
                  .add(
                      "select t.body from task t where t.created_at >= ?::timestamptz", span.from())
                  .add(" and t.created_at < ?::timestamptz and ", span.until())
                  .add(new Conditions(filter).without(Set.of()))
                  .add(" order by t.created_at desc, t.id desc");
          try (PreparedStatement statement = select.prepare(connection);
              ResultSet rows = statement.executeQuery()) {
            List<String> bodies = new ArrayList<>();
            while (rows.next()) {
              bodies.add(rows.getString(1));
            }
            return bodies;
          }
        });
  }

  private static long rowsRead(ManyTasks tasks, String query) {
    return read(ROWS_READ, tasks, query);
  }

  /** What a page has made PostgreSQL read, what it threw away included. */
  private static long read(String counter, ManyTasks tasks, String query) {
    return tasks
        .transactions()
        .call(transaction -> {
          Connection connection = transaction.connection();
          long before = count(counter, connection);
          var _ =
              TaskSearch.newest(
                  connection, ManyTasks.ORGANIZATIONS, Filters.of(query), null, PAGE + 1);
          return count(counter, connection) - before;
        });
  }

  /** What this connection has counted and not reported yet. */
  private static long count(String counter, Connection connection) throws SQLException {
    try (PreparedStatement select = connection.prepareStatement(counter);
        ResultSet row = select.executeQuery()) {
      row.next();
      return row.getLong(1);
    }
  }
}
