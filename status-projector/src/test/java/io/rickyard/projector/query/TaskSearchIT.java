package io.rickyard.projector.query;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rickyard.persistence.Transactions;
import io.rickyard.projector.query.TaskFilter.WantedLabel;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.ToLongFunction;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * Looks at how PostgreSQL finds a page among many tasks: what it reads must depend on the page, not
 * on the table.
 */
@ExtendWith(Infrastructure.class)
class TaskSearchIT {

  private static final JsonMapper JSON = new JsonMapper();
  private static final int TASKS = 60_000;
  private static final int PAGE = 50;
  private static final List<String> ORGANIZATIONS = List.of("one", "two");

  /** One task in 20,000 is of a rare kind in each respect; the rest are alike and succeeded. */
  private static final String SEED =
      """
      insert into status.task (id, organization, project, type, queue, actor, parent, retry_of,
                               created_at, state, ended_at, error_code, attempt, version, body)
      select ('01990000-0000-7000-8000-' || lpad(to_hex(n), 12, '0'))::uuid,
             case when n % 2 = 0 then 'one' else 'two' end,
             case when n % 20000 < 2 then 'rareprojectrareproje' end,
             case when n % 20000 < 2 then 'stack.pause' else 'platform.probe' end,
             case when n % 20000 < 2 then 'critical' else 'normal' end,
             case when n % 20000 < 2 then 'eve' else 'ada' end,
             case when n % 20000 < 2 then '01990000-0000-7000-8000-ffffffffffff'::uuid end,
             null,
             timestamptz '2026-11-01 00:00Z' + n * interval '1 second',
             case when n % 20000 < 2 then 'failed' when n > %1$d - 20 then 'running'
                  else 'succeeded' end,
             case when n <= %1$d - 20
                  then timestamptz '2026-11-01 00:00:01Z' + n * interval '1 second' end,
             case when n % 20000 < 2 then 'run_timeout' end,
             1, 3, jsonb_build_object('id', n)
        from generate_series(1, %1$d) n
      """
          .replace("%1$d", Integer.toString(TASKS));

  private static final String LABELS =
      """
      insert into status.task_label
      select organization, 'team', case when type = 'stack.pause' then 'rare' else 'usual' end,
             created_at, id
        from status.task
      """;

  private Transactions transactions;

  @BeforeEach
  void fill(TestDatabase database) throws SQLException {
    database.migrate("status", "io/rickyard/projector/changelog.xml");
    transactions = new Transactions(database.dataSource("status"));
    try (Connection connection = database.superuser();
        Statement statement = connection.createStatement()) {
      statement.execute(SEED);
      statement.execute(LABELS);
      statement.execute("vacuum analyze status.task, status.task_label");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "everything          | -",
        "state               | failed",
        "state               | running",
        "state               | queued,running",
        "state               | succeeded",
        "state               | succeeded,expired,queued",
        "state               | failed,cancelled,running",
        "type                | stack.pause",
        "type                | platform.probe",
        "queue               | critical",
        "project             | rareprojectrareproje",
        "actor               | eve",
        "actor               | ada",
        "parent              | 01990000-0000-7000-8000-ffffffffffff",
        "label               | team=rare",
        "label               | team=usual",
        "label               | team",
        "label               | nobody",
        "created_before      | 2026-11-01T00:10:00Z",
        "created_after       | 2026-11-01T16:00:00Z",
        "ended_after         | 2026-11-01T16:30:00Z",
        "q                   | run_timeout",
        "q                   | 01990000-0000-7000-8000-00000000000",
        "dead                | true"
      })
  void pageCostsWhatItShowsWhateverIsAskedFor(String filter, @Nullable String value) {
    // when
    JsonNode plan = explained(Filters.of(filter, value), null);

    // then
    assertThat(nodes(plan, node -> "Seq Scan".equals(node.path("Node Type").asText()) ? 1 : 0))
        .as("sequential scans in %s", plan)
        .isZero();
    assertThat(nodes(plan, TaskSearchIT::rowsRead)).as("rows read by %s", plan).isLessThan(2_000);
  }

  @Test
  void pagesAfterOneAnotherShowEveryTaskOnceWhileOthersAreAdded() throws SQLException {
    // given
    var rare = Filters.of("label", "team=rare");
    Set<String> before = new HashSet<>(all(rare, 500));

    // when
    List<String> seen = new ArrayList<>();
    @Nullable Place after = null;
    int added = 0;
    do {
      Page page = list(rare, after, 2);
      seen.addAll(page.data());
      add(++added);
      String next = page.next();
      after = next == null ? null : Place.parse(next);
    } while (after != null);

    // then
    assertThat(before).hasSizeGreaterThan(4);
    assertThat(seen).doesNotHaveDuplicates().containsExactlyInAnyOrderElementsOf(before);
  }

  @Test
  void countStopsWhereItIsTold() {
    assertThat(count(Filters.of("everything", null), 1_000)).isEqualTo(1_000);
    assertThat(count(Filters.of("q", "run_timeout"), 1_000)).isEqualTo(6);
  }

  @Test
  void repeatedTaskIsNoDeadLetterAnyMore() throws SQLException {
    // given
    int dead = count(Filters.of("dead", "true"), 1_000);

    // when
    run(
        "update status.task set retry_of = (select id from status.task where state = 'failed' limit 1)"
            + " where id = '01990000-0000-7000-8000-00000000000a'");

    // then
    assertThat(dead).isEqualTo(6);
    assertThat(count(Filters.of("dead", "true"), 1_000)).isEqualTo(5);
  }

  @Test
  void everyFilterNarrowsTheOthers() {
    var both =
        new TaskFilter(
            Set.of(),
            Set.of(),
            Set.of(),
            null,
            List.of(new WantedLabel("team", null), new WantedLabel("team", "rare")),
            "ada",
            null,
            null,
            TimeRange.ALWAYS,
            TimeRange.ALWAYS,
            null,
            false);

    assertThat(count(both, 1_000)).isZero();
  }

  private void add(int number) throws SQLException {
    run(
        "insert into status.task (id, organization, type, queue, created_at, state, attempt, version, body)"
            + " values ('01990000-0000-7000-8000-f0000000000"
            + number
            + "', 'one', 'platform.probe', 'normal', now(), 'queued', 0, 0, '{\"id\":\"new\"}')");
    run(
        "insert into status.task_label select organization, 'team', 'rare', created_at, id"
            + " from status.task where id = '01990000-0000-7000-8000-f0000000000"
            + number
            + "'");
  }

  private void run(String sql) throws SQLException {
    transactions.run(transaction -> {
      Sight.everything(transaction.connection());
      try (Statement statement = transaction.connection().createStatement()) {
        statement.execute(sql);
      }
    });
  }

  private List<String> all(TaskFilter filter, int limit) {
    return list(filter, null, limit).data();
  }

  private Page list(TaskFilter filter, @Nullable Place after, int limit) {
    return new TaskQueries(transactions).list(ORGANIZATIONS, filter, after, limit);
  }

  private int count(TaskFilter filter, int most) {
    return new TaskQueries(transactions).count(ORGANIZATIONS, filter, most);
  }

  /** What the scans of tables and indexes read, what they threw away included. */
  private static long rowsRead(JsonNode node) {
    boolean scan = node.has("Relation Name") || node.has("Index Name");
    long rows =
        node.path("Actual Rows").asLong()
            + node.path("Rows Removed by Filter").asLong()
            + node.path("Rows Removed by Index Recheck").asLong();
    return scan ? rows * node.path("Actual Loops").asLong() : 0;
  }

  private static long nodes(JsonNode plan, ToLongFunction<JsonNode> measure) {
    return measure.applyAsLong(plan)
        + StreamSupport.stream(plan.path("Plans").spliterator(), false)
            .mapToLong(below -> nodes(below, measure))
            .sum();
  }

  private JsonNode explained(TaskFilter filter, @Nullable Place after) {
    return transactions.call(transaction -> {
      Connection connection = transaction.connection();
      Sight.of(connection, ORGANIZATIONS);
      try (PreparedStatement page =
              TaskSearch.page(connection, ORGANIZATIONS, filter, after, PAGE + 1);
          Statement explain = connection.createStatement();
          ResultSet row =
              explain.executeQuery("explain (analyze, format json) " + withItsValues(page))) {
        row.next();
        return JSON.readTree(row.getString(1)).path(0).path("Plan");
      } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
        throw new AssertionError("PostgreSQL explains in JSON", e);
      }
    });
  }

  /** The driver's text of a statement is its SQL with the values filled in. */
  private static String withItsValues(PreparedStatement statement) {
    String text = statement.toString();
    return text.substring(text.indexOf("select "));
  }
}
