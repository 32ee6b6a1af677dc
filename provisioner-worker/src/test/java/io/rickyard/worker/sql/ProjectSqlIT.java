package io.rickyard.worker.sql;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.postgres.Login;
import io.rickyard.service.departure.Departure;
import io.rickyard.testing.SettableClock;
import io.rickyard.testing.TestDatabase;
import java.net.URI;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProjectSqlIT {

  private final TestDatabase server = TestDatabase.create();
  private final ProjectSql sql = new ProjectSql(Duration.ofSeconds(20));
  private final SettableClock clock = SettableClock.atNoon();
  private final Migrations migrations = new Migrations(sql, clock);
  private final DatabaseEndpoint database;
  private final Login login;

  ProjectSqlIT() throws SQLException {
    var url = URI.create(server.url().substring("jdbc:".length()));
    var name = url.getPath().substring(1);
    database = new DatabaseEndpoint(url.getHost(), url.getPort(), name, "17");
    login = new Login("user_of_" + name, "a-password-of-the-test", name);
    try (var superuser = server.superuser();
        var statement = superuser.createStatement()) {
      statement.execute(
          "create role %s login password '%s'".formatted(login.role(), login.password()));
      statement.execute("alter database %s owner to %s".formatted(name, login.role()));
      statement.execute("grant pg_monitor, pg_maintain to " + login.role());
      statement.execute("alter schema public owner to " + login.role());
    }
  }

  @AfterAll
  void close() {
    sql.close();
    server.close();
  }

  private JsonNode run(String text, String... parameters) throws SqlRefused {
    return sql.run(database, login, new SqlQuery(text, json(parameters), false));
  }

  private static List<JsonNode> json(String... texts) {
    var all = new ArrayList<JsonNode>();
    for (String text : texts) {
      all.add(json(text));
    }
    return all;
  }

  private static JsonNode json(String text) {
    try {
      return ContractJson.mapper().readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalArgumentException(text, e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " ~ ",
      quoteCharacter = '`',
      value = {
        "true ~ true",
        "1::smallint ~ 1",
        "9007199254740991 ~ 9007199254740991",
        "9007199254740992 ~ \"9007199254740992\"",
        "1.5::real ~ 1.5",
        "'NaN'::float8 ~ \"NaN\"",
        "1.50::numeric ~ \"1.50\"",
        "null ~ null",
        "'it''s \\?' ~ \"it's \\\\?\"",
        "'{\"a\": [1, null]}'::jsonb ~ {\"a\": [1, null]}",
        "'null'::json ~ null",
        "'2026-11-30 12:00:00'::timestamp ~ \"2026-11-30 12:00:00\"",
        "'2026-11-30'::date ~ \"2026-11-30\"",
        "array[1, null, 3] ~ [1, null, 3]",
        "array[[1, 2], [3, 4]] ~ [[1, 2], [3, 4]]",
        "array['a', 'b,c'] ~ [\"a\", \"b,c\"]",
        "array['{\"a\": 1}'::jsonb] ~ [{\"a\": 1}]",
        "'\\x00ff'::bytea ~ \"\\\\x00ff\"",
        "interval '1 day' ~ \"1 day\"",
        "jsonb_build_object('a', 1) ? 'a' ~ true"
      })
  void valuesAreGivenAsTheHostedPlatformGivesThem(String expression, String value)
      throws SqlRefused {
    assertThat(run("select " + expression + " as v"))
        .hasToString(json("[{\"v\": " + value + "}]").toString());
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " ~ ",
      quoteCharacter = '`',
      value = {
        "select $1::int + 1 as v ~ 41 ~ 42",
        "select $1 || 'b' as v ~ \"a'; drop table x; --\" ~ \"a'; drop table x; --b\"",
        "select $1::text as v ~ \"a\\\\b\" ~ \"a\\\\b\"",
        "select $1::text is null as v ~ null ~ true",
        "select 'y' = any ($1::text[]) as v ~ [\"x\\\"\", \"y\", null] ~ true",
        "select $1::jsonb -> 'a' as v ~ {\"a\": {\"b\": 1}} ~ {\"b\": 1}",
        "select not $1::boolean as v ~ true ~ false"
      })
  void parametersAreBoundAndNotWrittenIntoTheStatement(String query, String parameter, String value)
      throws SqlRefused {
    assertThat(run(query, parameter).toString())
        .isEqualTo(json("[{\"v\": " + value + "}]").toString());
  }

  @Test
  void ofSeveralStatementsTheLastRowsCount() throws SqlRefused {
    // when
    var rows =
        run(
            """
            create temporary table t (v text);
            insert into t values ('a;b'), ('c');
            select v from t order by v;
            create function pg_temp.f() returns int language plpgsql as $$ begin return 1; end $$;
            """);

    // then
    assertThat(rows).isEqualTo(json("[{\"v\": \"a;b\"}, {\"v\": \"c\"}]"));
  }

  @Test
  void severalStatementsAreOneTransaction() throws SqlRefused {
    // given
    run("create table both_or_neither (v int)");

    // when
    assertThatThrownBy(() -> run("insert into both_or_neither values (1); select 1 / 0"))
        .isInstanceOf(SqlRefused.class)
        .hasMessageStartingWith("22012: ");

    // then
    assertThat(run("select * from both_or_neither")).isEmpty();
  }

  @Test
  void whatCannotBeInATransactionIsRun() throws SqlRefused {
    run("create table for_vacuum (v int)");
    assertThat(run("vacuum for_vacuum")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "set search_path = pg_catalog",
        "create temporary table left_behind (v int)",
        "begin; create table if not exists left_open (v int)",
        "prepare left_prepared as select 1",
        "set role pg_monitor",
        "select pg_advisory_lock(7)"
      })
  void oneQueryLeavesNothingToTheNext(String query) throws SqlRefused {
    // given
    int before = state();

    // when
    try {
      run(query);
    } catch (SqlRefused refused) {
      assertThat(refused.reason()).isEqualTo(SqlRefused.Reason.STATEMENT);
    }

    // then
    for (int i = 0; i < 6; i++) {
      assertThat(state()).isEqualTo(before);
    }
  }

  private int state() throws SqlRefused {
    return run("""
    select hashtext(concat(current_setting('search_path'), current_user, to_regclass('left_behind'),
             to_regclass('left_open'), (select count(*) from pg_prepared_statements where not from_sql is false
                and name like 'left%'),
             (select count(*) from pg_locks where locktype = 'advisory'))) as v
    """)
        .get(0)
        .get("v")
        .asInt();
  }

  @Test
  void whatPostgresqlRefusesIsToldWithItsState() {
    assertThatThrownBy(() -> run("select * from nowhere"))
        .isInstanceOfSatisfying(
            SqlRefused.class,
            refused -> assertThat(refused.reason()).isEqualTo(SqlRefused.Reason.STATEMENT))
        .hasMessageStartingWith("42P01: ERROR: relation \"nowhere\" does not exist");
  }

  @Test
  void aResultThatIsTooLargeIsRefused() throws SqlRefused {
    // when
    assertThatThrownBy(() -> run("select repeat('x', 100000) from generate_series(1, 1000)"))
        .isInstanceOfSatisfying(
            SqlRefused.class,
            refused -> assertThat(refused.reason()).isEqualTo(SqlRefused.Reason.TOO_LARGE));

    // then
    assertThat(run("select 1 as v")).hasSize(1);
  }

  @Test
  void aStatementThatTakesTooLongIsStopped() {
    try (var impatient = new ProjectSql(Duration.ofMillis(300))) {
      assertThatThrownBy(() -> impatient.run(database, login, SqlQuery.of("select pg_sleep(60)")))
          .isInstanceOf(SqlRefused.class)
          .hasMessageStartingWith("57014: ");
    }
  }

  @Test
  void aQueryWhoseCallerGoesAwayIsStopped() throws Exception {
    // given
    var caller = new Caller();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var query =
          threads.submit(
              () -> sql.run(database, login, SqlQuery.of("select pg_sleep(15) as gone"), caller));
      await().until(() -> sleeping() == 1);

      // when
      caller.leave();

      // then
      await().atMost(Duration.ofSeconds(10)).until(() -> sleeping() == 0);
      assertThatThrownBy(query::get).hasMessageContaining("57014");
    }
    assertThat(run("select 1 as v")).hasSize(1);
  }

  private int sleeping() throws SqlRefused {
    return run("""
    select count(*) as v from pg_stat_activity
     where state = 'active' and query like '%as gone%' and pid <> pg_backend_pid()
    """)
        .get(0)
        .get("v")
        .asInt();
  }

  /** One who may leave. */
  private static final class Caller implements Departure {
    private final CompletableFuture<Void> gone = new CompletableFuture<>();

    @Override
    public Watch watch(Runnable stop) {
      var stopping = gone.thenRunAsync(stop);
      return () -> stopping.cancel(false);
    }

    private void leave() {
      gone.complete(null);
    }
  }

  @Test
  void aServerThatIsNotThereIsUnreachable() {
    var nowhere = new DatabaseEndpoint("127.0.0.1", 1, "postgres", "17");
    assertThatThrownBy(() -> sql.run(nowhere, login, SqlQuery.of("select 1")))
        .isInstanceOfSatisfying(
            SqlRefused.class,
            refused -> assertThat(refused.reason()).isEqualTo(SqlRefused.Reason.UNREACHABLE));
  }

  @Test
  void moreThanAFewAtOnceWait() throws Exception {
    // given
    var queries = new ArrayList<Callable<JsonNode>>();
    for (int i = 0; i < 12; i++) {
      queries.add(() ->
          run(
              """
              select count(*) as v from pg_stat_activity
               where application_name = 'rickyard-query' and usename = current_user
              """));
    }

    // when
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var rows : threads.invokeAll(queries)) {
        // then
        assertThat(rows.get().get(0).get("v").asInt()).isBetween(1, 8);
      }
    }
  }

  @Test
  void aMigrationIsRunAndWrittenDownOrNeither() throws SqlRefused {
    // when
    var first =
        migrations.apply(
            database,
            login,
            new Migrations.Wanted(
                "first", "create table migrated (v int); select 1", "drop table migrated"),
            Departure.NEVER);
    assertThatThrownBy(() ->
            migrations.apply(
                database,
                login,
                new Migrations.Wanted(
                    "second", "alter table migrated add w int; select 1 / 0", null),
                Departure.NEVER))
        .isInstanceOf(SqlRefused.class);
    var third =
        migrations.record(database, login, new Migrations.Wanted("third", "select 3", null));
    var again =
        migrations.record(database, login, new Migrations.Wanted("third", "select 4", null));

    // then
    assertThat(first.version()).isEqualTo("20261120120000");
    assertThat(third.version()).isEqualTo("20261120120001");
    assertThat(migrations.list(database, login))
        .extracting(Migration::version, Migration::name)
        .containsExactly(tuple(first.version(), "first"), tuple(third.version(), "third"));
    assertThat(migrations.find(database, login, first.version())).contains(first);
    assertThat(migrations.find(database, login, again.version()))
        .hasValueSatisfying(found -> assertThat(found.statements()).containsExactly("select 4"));
    assertThat(migrations.find(database, login, "1")).isEmpty();
    assertThat(run("select * from migrated")).isEmpty();
    assertThatThrownBy(() -> run("select w from migrated")).hasMessageStartingWith("42703: ");
  }
}
