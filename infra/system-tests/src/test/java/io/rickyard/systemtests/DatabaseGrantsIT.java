package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.persistence.DatabaseRoles;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What PostgreSQL itself lets each service's login do, with the schemas of all services in one
 * database as an installation has them: the rights of each are listed in full, so whatever is added
 * has to be added here. What org-service's login may do with rows is walked in that service.
 */
@ExtendWith(Infrastructure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DatabaseGrantsIT {

  private static final Map<String, String> CHANGELOGS =
      Map.of(
          "auth", "io/rickyard/auth/changelog.xml",
          "org", "io/rickyard/org/changelog.xml",
          "provisioner", "io/rickyard/worker/changelog.xml",
          "status", "io/rickyard/projector/changelog.xml",
          "realtime", "io/rickyard/bridge/changelog.sql");

  private static final List<String> SCHEMAS = DatabaseRoles.SCHEMAS;

  private static final String OWN = "ownownownownownownow";
  private static final String FOREIGN = "foreignforeignforeig";

  /** Each login with what it can reach, and which of the table's rights it has there. */
  private static final String REACHED =
      """
      with login as (select unnest(?::text[]) as name),
      thing as (
        select c.oid, n.nspname || '.' || c.relname as name, c.relkind
          from pg_class c join pg_namespace n on n.oid = c.relnamespace
         where n.nspname = any (?::text[]) and c.relkind in ('r', 'p', 'v', 'm', 'f', 'S'))
      select login.name || ' ' || thing.name || ': '
             || string_agg(lower(verb), ' ' order by place)
        from login, thing,
             unnest(array['SELECT', 'INSERT', 'UPDATE', 'DELETE', 'TRUNCATE', 'REFERENCES', 'TRIGGER', 'USAGE'])
               with ordinality as verbs (verb, place)
       where case
               when thing.relkind = 'S' and verb in ('USAGE', 'SELECT', 'UPDATE')
                 then has_sequence_privilege(login.name, thing.oid, verb)
               when thing.relkind = 'S' or verb = 'USAGE' then false
               when verb in ('SELECT', 'INSERT', 'UPDATE', 'REFERENCES')
                 then has_any_column_privilege(login.name, thing.oid, verb)
               else has_table_privilege(login.name, thing.oid, verb)
             end
       group by login.name, thing.name
      union all
      select login.name || ' ' || n.nspname || '.' || p.proname || '('
             || pg_get_function_identity_arguments(p.oid) || '): execute'
             || case when p.prosecdef then ' as ' || pg_get_userbyid(p.proowner) else '' end
        from login, pg_proc p join pg_namespace n on n.oid = p.pronamespace
       where n.nspname = any (?::text[]) and has_function_privilege(login.name, p.oid, 'EXECUTE')
       order by 1
      """;

  /** Tables that say whose a row is, with whether the database looks at it. */
  private static final String GUARDED =
      """
      select n.nspname || '.' || c.relname
             || case when c.relrowsecurity and c.relforcerowsecurity then ' guarded' else ' open' end
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any (?::text[]) and c.relkind in ('r', 'p')
         and (c.relrowsecurity or exists (
           select from pg_attribute a
            where a.attrelid = c.oid and a.attname in ('organization', 'organization_id')))
       order by 1
      """;

  private TestDatabase database;

  @BeforeAll
  void arrange(TestDatabase database) throws SQLException {
    this.database = database;
    // The launcher's distribution is on the class path beside the modules: the same files twice.
    System.setProperty("liquibase.duplicateFileMode", "WARN");
    for (String schema : SCHEMAS) {
      database.migrate(schema, Objects.requireNonNull(CHANGELOGS.get(schema)));
    }
    try (var connection = database.superuser();
        var statement = connection.createStatement()) {
      for (String organization : List.of(OWN, FOREIGN)) {
        statement.execute(
            """
            insert into status.organization values ('%1$s', 'x', 1);
            insert into status.membership values ('somebody', '%1$s', 'owner');
            insert into status.stack (project, organization, status, changed_at, version, body)
            values (left('%1$s', 16) || 'proj', '%1$s', 'ACTIVE_HEALTHY', now(), 1, '{}');
            with made as (
              insert into status.task (id, organization, type, queue, state, attempt, version, body, created_at)
              values (gen_random_uuid(), '%1$s', 't', 'normal', 'queued', 1, 1, '{}', now())
              returning id),
            tried as (insert into status.task_attempt select id, 1, 1, '{}' from made)
            insert into status.task_log select id, 1, now(), 1, 'info', '%1$s' from made;
            insert into auth.audit (message_id, at, actor_kind, actor_id, action, target, outcome, organization, correlation_id)
            values (gen_random_uuid(), now(), 'person', 'p', 'a.b', 't', 'done', '%1$s', 'c');
            """
                .formatted(organization));
      }
    }
  }

  @Test
  void eachLoginHasTheListedRightsAndNoMore() throws SQLException {
    // when
    var reached =
        read(REACHED, logins().toArray(), schemas("public").toArray(), schemas("public").toArray());

    // then
    assertThat(reached).containsExactlyElementsOf(listed("grants.txt"));
  }

  @Test
  void tablesThatSayWhoseTheirRowsAreAreGuardedOrListedAsOpen() throws SQLException {
    // when
    var tables = read(GUARDED, (Object) SCHEMAS.toArray());

    // then
    assertThat(tables).containsExactlyElementsOf(listed("guarded-tables.txt"));
  }

  @Test
  void noRoleOfAServiceIsMoreThanALogin() throws SQLException {
    // when
    var strong =
        read(
            """
            select rolname from pg_roles
             where rolname like 'rickyard%' and (rolsuper or rolcreaterole or rolcreatedb or rolreplication or rolbypassrls)
            """);
    var becoming =
        read(
            """
            select pg_get_userbyid(member) || ' becomes ' || pg_get_userbyid(roleid)
                   || case when inherit_option or admin_option then ' and more' else '' end
              from pg_auth_members
             where pg_get_userbyid(member) like 'rickyard%' order by 1
            """);

    // then
    assertThat(strong).isEmpty();
    assertThat(becoming)
        .containsExactlyElementsOf(
            SCHEMAS.stream()
                .sorted()
                .map(schema -> DatabaseRoles.MIGRATOR + " becomes " + DatabaseRoles.owner(schema))
                .toList());
  }

  static Stream<Arguments> everyLoginOnTheAudit() {
    return SCHEMAS.stream()
        .flatMap(schema ->
            Stream.of(
                    "update auth.audit set outcome = 'done'",
                    "delete from auth.audit",
                    "truncate auth.audit",
                    "alter table auth.audit disable row level security",
                    "drop table auth.audit",
                    "create trigger t before insert on auth.audit for each row execute function suppress_redundant_updates_trigger()",
                    "set role rickyard_auth_owner",
                    "set session_replication_role = replica")
                .map(sql -> Arguments.of(schema, sql)));
  }

  @ParameterizedTest
  @MethodSource("everyLoginOnTheAudit")
  void auditIsChangedByNobody(String schema, String sql) throws SQLException {
    for (String claimed : List.of(OWN, "*")) {
      try (var connection = claiming(schema, claimed);
          var statement = connection.createStatement()) {

        // then
        assertThatThrownBy(() -> statement.execute(sql))
            .hasMessageMatching("(?s).*(permission denied|must be owner).*");
      }
    }
  }

  @Test
  void auditOfTheLastThirtyDaysIsForgottenByNobody() throws SQLException {
    try (var connection = claiming("auth", "*");
        var statement = connection.createStatement()) {

      // then
      assertThatThrownBy(
              () -> statement.execute("select audit_forget(now() - interval '29 days', 1000)"))
          .hasMessageContaining("thirty days");
    }
  }

  @Test
  void auditShowsTheClaimedOrganizationAlone() throws SQLException {
    try (var connection = claiming("auth", OWN)) {

      // then
      assertThat(strings(connection, "select organization from audit")).containsExactly(OWN);
    }
  }

  static Stream<String> statusRows() {
    return Stream.of(
        "select organization from task",
        "select organization from stack",
        "select text from task_log",
        "select t.organization from task_attempt a join task t on t.id = a.task_id");
  }

  @ParameterizedTest
  @MethodSource("statusRows")
  void statusShowsTheClaimedOrganizationAloneAndNothingWithoutAClaim(String sql)
      throws SQLException {
    try (var claiming = claiming("status", OWN);
        var silent = database.dataSource("status").getConnection()) {

      // then
      assertThat(strings(claiming, sql)).containsExactly(OWN);
      assertThat(strings(silent, sql)).isEmpty();
    }
  }

  static Stream<String> foreignStatusWrites() {
    return Stream.of(
        "update task set state = 'x' where organization = '%s'",
        "delete from task where organization = '%s'",
        "update stack set name = 'x' where organization = '%s'",
        "delete from stack where organization = '%s'",
        "update task_log set text = 'x' where text = '%s'",
        "delete from task_log where text = '%s'",
        "delete from task_attempt where task_id in (select id from task where organization = '%s')");
  }

  @ParameterizedTest
  @MethodSource("foreignStatusWrites")
  void statusOfAnotherOrganizationIsWrittenByNoClaim(String sql) throws SQLException {
    try (var connection = claiming("status", OWN);
        var statement = connection.createStatement()) {

      // then
      assertThat(statement.executeUpdate(sql.formatted(FOREIGN))).isZero();
      assertThat(statement.executeUpdate(sql.formatted(OWN))).isEqualTo(1);
      connection.rollback();
    }
  }

  static Stream<String> movesToAnother() {
    return Stream.of(
        "update task set organization = '" + FOREIGN + "'",
        "update stack set organization = '" + FOREIGN + "'",
        "insert into stack (project, organization, status, changed_at, version, body)"
            + " values ('pppppppppppppppppppp', '"
            + FOREIGN
            + "', 's', now(), 1, '{}')");
  }

  @ParameterizedTest
  @MethodSource("movesToAnother")
  void rowIsGivenToNoOrganizationThatIsNotClaimed(String sql) throws SQLException {
    try (var connection = claiming("status", OWN);
        var statement = connection.createStatement()) {

      // then
      assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("row-level security");
    }
  }

  /** The bridge asks for the right at each event, so its views hold back nothing. */
  @Test
  void bridgeReadsItsViewsAndWritesNothing() throws SQLException {
    for (String view :
        List.of(
            "bridge_head",
            "bridge_membership",
            "bridge_task",
            "bridge_stack",
            "bridge_event_log",
            "bridge_task_log")) {
      for (String sql : List.of("delete from status.%s", "truncate status.%s")) {
        try (var connection = claiming("realtime", "*");
            var statement = connection.createStatement()) {

          // then
          assertThatThrownBy(() -> statement.execute(sql.formatted(view)))
              .hasMessageMatching("(?s).*(permission denied|is not a table).*");
        }
      }
    }
  }

  private Connection claiming(String schema, String organization) throws SQLException {
    var connection = database.dataSource(schema).getConnection();
    connection.setAutoCommit(false);
    try (var set =
        connection.prepareStatement(
            "select set_config('rickyard.organizations', ?, true), set_config('rickyard.roles', ?, true)")) {
      set.setString(1, organization);
      set.setString(2, organization + "=owner");
      set.execute();
    }
    return connection;
  }

  private static List<String> logins() {
    return SCHEMAS.stream().map(DatabaseRoles::login).toList();
  }

  private static List<String> schemas(String more) {
    var all = new ArrayList<>(SCHEMAS);
    all.add(more);
    return all;
  }

  private List<String> read(String sql, Object... arrays) throws SQLException {
    try (var connection = database.superuser();
        var select = connection.prepareStatement(sql)) {
      for (int i = 0; i < arrays.length; i++) {
        select.setArray(i + 1, connection.createArrayOf("text", (Object[]) arrays[i]));
      }
      var found = new ArrayList<String>();
      try (var rows = select.executeQuery()) {
        while (rows.next()) {
          found.add(rows.getString(1));
        }
      }
      return found.stream().sorted().toList();
    }
  }

  private static List<String> strings(Connection connection, String sql) throws SQLException {
    var found = new ArrayList<String>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      while (rows.next()) {
        found.add(rows.getString(1));
      }
    }
    return found;
  }

  /** A list of the repository's, without its remarks. */
  private static List<String> listed(String name) {
    try (var stream = DatabaseGrantsIT.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(stream, name).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("#"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
