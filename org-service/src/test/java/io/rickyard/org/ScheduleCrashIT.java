package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.topic.Topic;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** An occurrence becomes one task, whoever tries and whatever fails on the way. */
@ExtendWith(Infrastructure.class)
class ScheduleCrashIT {

  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final UUID ada = UUID.randomUUID();

  @Test
  void instancesThatRaceMakeOneTaskOfEachOccurrence(
      TestDatabase database, TestBroker broker, @TempDir Path directory) throws SQLException {
    try (var one = new OrgServer(database, broker, directory, Map.of());
        var other = new OrgServer(database, broker, directory, Map.of());
        var commands = new TopicReader(broker, Topic.COMMANDS_NORMAL)) {
      // given
      String organization = one.organization(ada, "acme");
      List<String> ids = new ArrayList<>();
      for (int i = 0; i < 10; i++) {
        ids.add(create(one, organization, Map.of("every", "PT1H", "missed", "all")));
      }

      // when
      sql(
          database,
          """
          update org.schedule set next_at = now() - interval '5 hours 1 minute',
            timing = jsonb_set(timing, '{from}', to_jsonb(to_char(
              (now() - interval '5 hours 1 minute') at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')))
          """);
      wake(one, ids.getFirst());
      wake(other, ids.getLast());

      // then
      Eventually.within(PATIENCE).untilAsserted(() -> assertThat(commands.envelopes()).hasSize(60));
      assertThat(commands.tasks()).hasSize(60).doesNotHaveDuplicates();
      for (String id : ids) {
        assertThat(one.get(ada, "/schedules/" + id).body().at("/last_runs")).hasSize(6);
      }
    }
  }

  @Test
  void crashBetweenMovingOnAndAcceptingLosesNothingAndDoublesNothing(
      TestDatabase database, TestBroker broker, @TempDir Path directory) throws SQLException {
    try (var server = new OrgServer(database, broker, directory, Map.of());
        var commands = new TopicReader(broker, Topic.COMMANDS_NORMAL)) {
      // given
      String organization = server.organization(ada, "acme");
      dieOnceWhenARunIsWrittenDown(database);

      // when
      String id =
          create(server, organization, Map.of("at", Instant.now().plusMillis(500).toString()));

      // then
      Eventually.within(PATIENCE)
          .untilAsserted(() ->
              assertThat(server.get(ada, "/schedules/" + id).text("/state")).isEqualTo("ended"));
      var task = server.get(ada, "/schedules/" + id).text("/last_runs/0/task");
      Eventually.asserted(() -> assertThat(commands.tasks()).containsExactly(task));
      assertThat(deaths(database)).isGreaterThan(1);
    }
  }

  @Test
  void whatBecameDueWhileNothingRanRunsAfterTheStart(
      TestDatabase database, TestBroker broker, @TempDir Path directory) {
    // given
    String id;
    var due = Instant.now().plusSeconds(2);
    try (var server = new OrgServer(database, broker, directory, Map.of())) {
      String organization = server.organization(ada, "acme");
      id = create(server, organization, Map.of("at", due.toString()));
    }
    Eventually.until(() -> Instant.now().isAfter(due));

    // when
    try (var server = new OrgServer(database, broker, directory, Map.of());
        var commands = new TopicReader(broker, Topic.COMMANDS_NORMAL)) {

      // then
      Eventually.asserted(() -> assertThat(commands.tasks()).hasSize(1));
      assertThat(server.get(ada, "/schedules/" + id).text("/last_runs/0/task"))
          .isEqualTo(commands.tasks().getFirst());
    }
  }

  private String create(OrgServer server, String organization, Map<String, Object> timing) {
    var body = new HashMap<String, Object>(timing);
    body.put("name", "nightly");
    body.put("task", Map.of("type", "platform.probe", "organization", organization));
    return server.post(ada, "/schedules", body).text("/id");
  }

  private void wake(OrgServer server, String id) {
    server.post(ada, "/schedules/" + id + "/pause", Map.of());
    server.post(ada, "/schedules/" + id + "/resume", Map.of());
  }

  /** The server process of the connection ends itself, as it does when its machine fails. */
  private static void dieOnceWhenARunIsWrittenDown(TestDatabase database) throws SQLException {
    sql(
        database,
        """
        create sequence org.runs_tried;
        create function org.die_once() returns trigger language plpgsql security definer as $$
        begin
          if nextval('org.runs_tried') = 1 then
            perform pg_terminate_backend(pg_backend_pid());
          end if;
          return new;
        end $$;
        create trigger die_once before insert on org.schedule_run
          for each row execute function org.die_once();
        """);
  }

  private static long deaths(TestDatabase database) throws SQLException {
    try (var connection = database.superuser();
        var statement = connection.createStatement();
        var row = statement.executeQuery("select last_value from org.runs_tried")) {
      return row.next() ? row.getLong(1) : 0;
    }
  }

  private static void sql(TestDatabase database, String sql) throws SQLException {
    try (var connection = database.superuser();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }
}
