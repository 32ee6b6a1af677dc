package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.organization.Role;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What PostgreSQL itself lets this service's role do, past all of its code. */
@ExtendWith(Infrastructure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RowPoliciesIT {

  private static final String OWN = "ownownownownownownow";
  private static final String FOREIGN = "foreignforeignforeig";
  private static final UUID PRINCIPAL = UUID.randomUUID();

  private TestDatabase database;

  @BeforeAll
  void arrange(TestDatabase database) throws SQLException {
    this.database = database;
    database.migrate("org", "io/rickyard/org/changelog.xml");
    try (var connection = database.superuser();
        var statement = connection.createStatement()) {
      for (String organization : List.of(OWN, FOREIGN)) {
        String ref = project(organization);
        statement.execute(
            """
            insert into org.organization (id, name, created_at) values ('%1$s', 'x', now());
            insert into org.membership values ('%1$s', gen_random_uuid(), 'developer', now());
            insert into org.used_reference values ('%2$s');
            insert into org.project (ref, organization_id, name, region, profile, desired, generation, created_at)
            values ('%2$s', '%1$s', 'shop', 'eu-central-1', 'database', 'active', 1, now());
            insert into org.project_domain values ('x.test', '%2$s', '%1$s', 'c', now());
            insert into org.idle_stop values ('%2$s', '%1$s', gen_random_uuid(), 60, now());
            insert into org.hook values (gen_random_uuid(), '%1$s', 'ci', 'github', '{}', gen_random_uuid(), '', null, null, now());
            insert into org.hook_delivery (hook_id, organization_id, delivery_id, body_hash, outcome)
            select id, organization_id, 'd', 'h', 'ignored' from org.hook where organization_id = '%1$s';
            insert into org.schedule values (gen_random_uuid(), '%1$s', 'n', '{}', '{}', 'skip', 'skip', gen_random_uuid(), 'active', null, now(), now());
            insert into org.schedule_run
            select id, organization_id, now(), false, 'skipped', null, null, now() from org.schedule where organization_id = '%1$s';
            insert into org.invitation (id, organization_id, role, hash, invited_by, created_at, expires_at)
            values (gen_random_uuid(), '%1$s', 'member', sha256('%1$s'), gen_random_uuid(), now(), now());
            insert into org.team values (gen_random_uuid(), '%1$s', 'one', 'One', now());
            insert into org.team_member
            select t.id, t.organization_id, m.user_id, now()
              from org.team t join org.membership m using (organization_id) where organization_id = '%1$s';
            insert into org.team_project
            select t.id, t.organization_id, '%2$s', 'member', now() from org.team t where organization_id = '%1$s';
            insert into org.branch
            values (gen_random_uuid(), '%2$s', '%2$s', '%1$s', 'b', null, null, false, gen_random_uuid(), now(), now());
            insert into org.snippet
            select gen_random_uuid(), '%2$s', '%1$s', user_id, 'project', 'n', null, 'select 1', false, now(), now(), user_id
              from org.membership where organization_id = '%1$s';
            """
                .formatted(organization, ref));
      }
    }
  }

  /** A table, a statement that writes it, and what that takes. */
  private record Write(Permission permission, String sql) {}

  private static final List<Write> WRITES =
      List.of(
          new Write(
              Permission.INVITATION_CREATE,
              "insert into membership values (?, gen_random_uuid(), 'member', now())"),
          new Write(
              Permission.OWNER_CHANGE,
              "insert into membership values (?, gen_random_uuid(), 'owner', now())"),
          new Write(
              Permission.MEMBER_CHANGE,
              "update membership set role = 'member' where organization_id = ?"),
          new Write(
              Permission.OWNER_CHANGE,
              "update membership set role = 'owner' where organization_id = ?"),
          new Write(Permission.MEMBER_DELETE, "delete from membership where organization_id = ?"),
          new Write(
              Permission.INVITATION_CREATE,
              "insert into invitation (id, organization_id, role, hash, invited_by, created_at, expires_at)"
                  + " values (gen_random_uuid(), ?, 'member', 'h', gen_random_uuid(), now(), now())"),
          new Write(
              Permission.OWNER_CHANGE,
              "insert into invitation (id, organization_id, role, hash, invited_by, created_at, expires_at)"
                  + " values (gen_random_uuid(), ?, 'owner', 'h', gen_random_uuid(), now(), now())"),
          new Write(
              Permission.INVITATION_DELETE,
              "update invitation set revoked_at = now() where organization_id = ?"),
          new Write(
              Permission.PROJECT_CREATE,
              "insert into project (ref, organization_id, name, region, profile, desired, generation, created_at)"
                  + " select 'newnewnewnewnewnewne', ?, 'n', 'r', 'database', 'active', 1, now()"),
          new Write(
              Permission.PROJECT_CHANGE, "update project set name = 'y' where organization_id = ?"),
          new Write(
              Permission.PROJECT_CHANGE, "update branch set name = 'y' where organization_id = ?"),
          new Write(Permission.PROJECT_DELETE, "delete from branch where organization_id = ?"),
          new Write(
              Permission.PROJECT_CHANGE, "update snippet set name = 'y' where organization_id = ?"),
          new Write(Permission.PROJECT_CHANGE, "delete from snippet where organization_id = ?"),
          new Write(
              Permission.DOMAIN_CHANGE,
              "update project_domain set challenge = 'y' where organization_id = ?"),
          new Write(
              Permission.DOMAIN_DELETE, "delete from project_domain where organization_id = ?"),
          new Write(
              Permission.PROJECT_CHANGE,
              "update idle_stop set after_seconds = 5 where organization_id = ?"),
          new Write(
              Permission.HOOK_CREATE,
              "insert into hook values (gen_random_uuid(), ?, 'n', 'github', '{}', gen_random_uuid(), '', null, null, now())"),
          new Write(Permission.HOOK_CHANGE, "update hook set name = 'y' where organization_id = ?"),
          new Write(Permission.HOOK_DELETE, "delete from hook where organization_id = ?"),
          new Write(
              Permission.SCHEDULE_CREATE,
              "insert into schedule values (gen_random_uuid(), ?, 'n', '{}', '{}', 'skip', 'skip', gen_random_uuid(), 'active', null, now(), now())"),
          new Write(
              Permission.SCHEDULE_CHANGE,
              "update schedule set name = 'y' where organization_id = ?"),
          new Write(Permission.SCHEDULE_DELETE, "delete from schedule where organization_id = ?"),
          new Write(
              Permission.TEAM_CREATE,
              "insert into team values (gen_random_uuid(), ?, 'two', 'Two', now())"),
          new Write(Permission.TEAM_CHANGE, "update team set name = 'y' where organization_id = ?"),
          new Write(Permission.TEAM_DELETE, "delete from team where organization_id = ?"),
          new Write(
              Permission.TEAM_CHANGE,
              "update team_member set added_at = now() where organization_id = ?"),
          new Write(Permission.TEAM_CHANGE, "delete from team_member where organization_id = ?"),
          new Write(
              Permission.TEAM_CHANGE,
              "update team_project set role = 'developer' where organization_id = ?"),
          new Write(Permission.TEAM_CHANGE, "delete from team_project where organization_id = ?"));

  /** What is about a project, as a team's leave on it lets a mere member write it. */
  private static final List<Write> PROJECT_WRITES =
      List.of(
          new Write(Permission.PROJECT_CHANGE, "update project set name = 'y' where ref = ?"),
          new Write(
              Permission.DOMAIN_CREATE,
              "insert into project_domain select 'y.test', ref, organization_id, 'c', now() from project where ref = ?"),
          new Write(
              Permission.DOMAIN_CHANGE,
              "update project_domain set challenge = 'y' where project_ref = ?"),
          new Write(Permission.DOMAIN_DELETE, "delete from project_domain where project_ref = ?"),
          new Write(
              Permission.PROJECT_CHANGE,
              "update idle_stop set after_seconds = 5 where project_ref = ?"),
          new Write(Permission.PROJECT_CHANGE, "delete from idle_stop where project_ref = ?"),
          new Write(
              Permission.HOOK_CREATE,
              "insert into hook select gen_random_uuid(), organization_id, 'n', 'github', jsonb_build_object('project', ref), gen_random_uuid(), '', null, null, now() from project where ref = ?"),
          new Write(
              Permission.SCHEDULE_CREATE,
              "insert into schedule select gen_random_uuid(), organization_id, 'n', '{}', jsonb_build_object('project', ref), 'skip', 'skip', gen_random_uuid(), 'active', null, now(), now() from project where ref = ?"));

  static Stream<Arguments> everyProjectWrite() {
    return PROJECT_WRITES.stream().map(write -> Arguments.of(write.permission(), write.sql()));
  }

  @ParameterizedTest
  @MethodSource("everyProjectWrite")
  void memberWritesWhatIsOfAProjectByATeamsLeaveAlone(Permission permission, String sql)
      throws SQLException {
    try (var connection = as(OWN, Role.MEMBER)) {
      set(connection, "rickyard.grants", "%s/%s=developer".formatted(OWN, project(OWN)));

      // then
      assertThat(write(connection, sql, project(OWN))).as(permission.wireName()).isEqualTo(1);
    }
  }

  static Stream<Arguments> everyOtherGrant() {
    return Stream.of(
            "",
            "%s/%s=member".formatted(OWN, project(OWN)),
            "%s/%s=developer".formatted(FOREIGN, project(OWN)),
            "%s/%s=developer".formatted(OWN, project(FOREIGN)),
            "%s/=developer".formatted(OWN))
        .flatMap(grant ->
            PROJECT_WRITES.stream()
                .map(write -> Arguments.of(grant, write.permission(), write.sql())));
  }

  @ParameterizedTest
  @MethodSource("everyOtherGrant")
  void leaveOfAnotherTeamOrOrganizationLetsNobodyWrite(
      String grant, Permission permission, String sql) throws SQLException {
    try (var connection = as(OWN, Role.MEMBER)) {
      set(connection, "rickyard.grants", grant);

      // then
      if (sql.startsWith("delete")) {
        assertThat(write(connection, sql, project(OWN))).as(permission.wireName()).isZero();
      } else {
        assertThatThrownBy(() -> write(connection, sql, project(OWN)))
            .as(permission.wireName())
            .hasMessageContaining("row-level security");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyProjectWrite")
  void leaveOnAForeignProjectShowsItNotEvenToItsHolder(Permission permission, String sql)
      throws SQLException {
    try (var connection = as(OWN, Role.OWNER)) {
      set(connection, "rickyard.grants", "%s/%s=developer".formatted(FOREIGN, project(FOREIGN)));

      // then
      assertThat(write(connection, sql, project(FOREIGN))).as(permission.wireName()).isZero();
    }
  }

  @Test
  void leaveOnAProjectGivesNothingInTheOrganization() throws SQLException {
    for (Write write : WRITES) {
      try (var connection = as(OWN, Role.MEMBER)) {
        set(connection, "rickyard.grants", "%s/%s=developer".formatted(OWN, project(OWN)));
        if (!write.permission().ofProject() || write.sql().contains("'{}'")) {

          // then
          if (write.sql().startsWith("delete")) {
            assertThat(write(connection, write.sql(), OWN)).as(write.sql()).isZero();
          } else {
            assertThatThrownBy(() -> write(connection, write.sql(), OWN))
                .as(write.sql())
                .hasMessageContaining("row-level security");
          }
        }
      }
    }
  }

  @Test
  void teamIsGivenNoProjectOfAnotherOrganization() throws SQLException {
    try (var connection = as(OWN, Role.OWNER);
        var give =
            connection.prepareStatement(
                "insert into team_project select id, organization_id, ?, 'developer', now() from team")) {
      give.setString(1, project(FOREIGN));

      // then
      assertThatThrownBy(give::executeUpdate).hasMessageContaining("foreign key");
    }
  }

  private static String project(String organization) {
    return organization.substring(0, 16) + "proj";
  }

  static Stream<Arguments> everyRoleAndWrite() {
    return WRITES.stream()
        .flatMap(write ->
            Arrays.stream(Role.values())
                .map(role -> Arguments.of(role, write.permission(), write.sql())));
  }

  @ParameterizedTest
  @MethodSource("everyRoleAndWrite")
  void rowIsWrittenByWhomTheTableOfRolesAllows(Role role, Permission permission, String sql)
      throws SQLException {
    try (var connection = as(OWN, role)) {
      if (role.may(permission)) {
        // then
        assertThat(write(connection, sql, OWN)).isEqualTo(1);
      } else if (sql.startsWith("delete")) {
        assertThat(write(connection, sql, OWN)).isZero();
      } else {
        assertThatThrownBy(() -> write(connection, sql, OWN))
            .hasMessageContaining("row-level security");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("everyRoleAndWrite")
  void forgedOrganizationIsWrittenByNobody(Role role, Permission permission, String sql)
      throws SQLException {
    try (var connection = as(OWN, role)) {
      // then
      if (sql.startsWith("insert")) {
        assertThatThrownBy(() -> write(connection, sql, FOREIGN))
            .as(permission.wireName())
            .hasMessageContaining("row-level security");
      } else {
        assertThat(write(connection, sql, FOREIGN)).as(permission.wireName()).isZero();
      }
    }
  }

  @Test
  void everyTableWithAnOrganizationIsWalledAndShowsNothingOfAnother() throws SQLException {
    // given
    List<String> walled = new ArrayList<>();

    // when
    for (String table : tables()) {
      walled.add(table);
      String column = table.equals("organization") ? "id" : "organization_id";
      try (var connection = as(OWN, Role.OWNER)) {

        // then
        assertThat(count(connection, table, column, FOREIGN)).as(table).isZero();
        assertThat(count(connection, table, column, OWN)).as(table).isEqualTo(1);
      }
    }
    assertThat(walled).hasSizeGreaterThan(12);
  }

  @Test
  void tableOfRolesIsNotTheServicesToChange() throws SQLException {
    try (var connection = database.dataSource("org").getConnection();
        var statement = connection.createStatement()) {
      for (String sql :
          List.of(
              "update permission set least = 'member'",
              "delete from permission",
              "insert into permission values ('x.read', 'member')",
              "truncate permission")) {
        assertThatThrownBy(() -> statement.execute(sql)).hasMessageContaining("permission denied");
      }
    }
  }

  private Connection as(String organization, Role role) throws SQLException {
    var connection = database.dataSource("org").getConnection();
    connection.setAutoCommit(false);
    set(connection, "rickyard.principal", PRINCIPAL.toString());
    set(connection, "rickyard.organizations", organization);
    set(connection, "rickyard.roles", organization + "=" + role.wireName());
    return connection;
  }

  private static void set(Connection connection, String name, String value) throws SQLException {
    try (var set = connection.prepareStatement("select set_config(?, ?, true)")) {
      set.setString(1, name);
      set.setString(2, value);
      set.execute();
    }
  }

  private static int write(Connection connection, String sql, String organization)
      throws SQLException {
    try (var reference =
            connection.prepareStatement(
                "insert into used_reference values ('newnewnewnewnewnewne') on conflict do nothing");
        var write = connection.prepareStatement(sql)) {
      reference.execute();
      write.setString(1, organization);
      return write.executeUpdate();
    }
  }

  private static long count(
      Connection connection, String table, String column, @Nullable String organization)
      throws SQLException {
    try (var select =
        connection.prepareStatement(
            "select count(*) from %s where %s = ?".formatted(table, column))) {
      select.setString(1, organization);
      try (var row = select.executeQuery()) {
        return row.next() ? row.getLong(1) : -1;
      }
    }
  }

  private List<String> tables() throws SQLException {
    try (var connection = database.superuser();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                """
                select relname from pg_class c
                 where relnamespace = 'org'::regnamespace and relkind in ('r', 'p')
                   and (relname = 'organization' or exists (
                     select from pg_attribute
                      where attrelid = c.oid and attname = 'organization_id'))
                """)) {
      List<String> found = new ArrayList<>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }
}
