package io.rickyard.org;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.organization.Role;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Every role tries everything that this service decides, over HTTP. */
@ExtendWith(Infrastructure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RolesIT {

  /** What gateway, worker and projector decide. */
  private static final Set<Permission> ELSEWHERE =
      EnumSet.of(
          Permission.SECRET_READ,
          Permission.TASK_READ,
          Permission.TASK_CHANGE,
          Permission.LOCK_READ,
          Permission.LOCK_DELETE,
          Permission.AUDIT_READ);

  private final Map<Permission, Function<UUID, OrgServer.Answer>> attempts =
      new EnumMap<>(Permission.class);
  private OrgServer server;
  private Roles roles;
  private String project = "";
  private String domain = "";

  @BeforeAll
  void start(TestDatabase database, TestBroker broker, @TempDir Path directory) {
    server =
        new OrgServer(
            database,
            broker,
            directory,
            Map.of(
                "rickyard.runtime.process.shared-trust",
                true,
                "rickyard.limits.schedules-per-organization",
                1000));
    roles = new Roles(server);
    project = server.project(roles.owner(), roles.organization());
    domain = "shop.example.test";
    server.post(roles.owner(), domains(), Map.of("name", domain));
    members();
    teams();
    projects();
    automation();
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private void members() {
    String organization = "/organizations/" + roles.organization();
    attempts.put(Permission.ORGANIZATION_READ, user -> server.get(user, organization));
    attempts.put(Permission.MEMBER_READ, user -> server.get(user, organization + "/members"));
    attempts.put(
        Permission.MEMBER_CHANGE, user -> give(user, roles.join(Role.DEVELOPER), Role.MEMBER));
    attempts.put(
        Permission.OWNER_CHANGE, user -> give(user, roles.join(Role.DEVELOPER), Role.OWNER));
    attempts.put(
        Permission.MEMBER_DELETE,
        user -> server.delete(user, roles.member(roles.join(Role.DEVELOPER))));
    attempts.put(Permission.INVITATION_READ, user -> server.get(user, roles.invitations()));
    attempts.put(Permission.INVITATION_CREATE, this::invite);
    attempts.put(
        Permission.INVITATION_DELETE,
        user -> server.delete(user, roles.invitations() + "/" + invite(roles.owner()).text("/id")));
  }

  private void teams() {
    String teams = "/organizations/" + roles.organization() + "/teams";
    attempts.put(Permission.TEAM_READ, user -> server.get(user, teams));
    attempts.put(Permission.TEAM_CREATE, user -> server.post(user, teams, team()));
    attempts.put(
        Permission.TEAM_CHANGE,
        user ->
            server.put(
                user,
                teams + "/" + someTeam(teams) + "/members/" + roles.user(Role.MEMBER),
                Map.of()));
    attempts.put(
        Permission.TEAM_DELETE, user -> server.delete(user, teams + "/" + someTeam(teams)));
  }

  private String someTeam(String teams) {
    return server.post(roles.owner(), teams, team()).text("/slug");
  }

  private static Map<String, Object> team() {
    return Map.of("name", "Payments", "slug", "t" + UUID.randomUUID().toString().replace("-", ""));
  }

  private OrgServer.Answer give(UUID user, UUID member, Role role) {
    return server.patch(user, roles.member(member), Map.of("role", role.wireName()));
  }

  private OrgServer.Answer invite(UUID user) {
    return server.post(user, roles.invitations(), Map.of("role", "member"));
  }

  private void projects() {
    attempts.put(Permission.PROJECT_READ, user -> server.get(user, "/projects/" + project));
    attempts.put(Permission.PROJECT_CREATE, this::provision);
    attempts.put(
        Permission.PROJECT_CHANGE,
        user -> server.patch(user, "/projects/" + project, Map.of("name", "renamed")));
    attempts.put(
        Permission.PROJECT_DELETE,
        user ->
            server.change(
                user, "stack.delete", server.project(roles.owner(), roles.organization())));
    attempts.put(Permission.DOMAIN_READ, user -> server.get(user, domains()));
    attempts.put(
        Permission.DOMAIN_CREATE,
        user -> server.post(user, domains(), Map.of("name", "other.example.test")));
    attempts.put(
        Permission.DOMAIN_CHANGE,
        user -> server.post(user, domains() + "/" + domain + "/verify", Map.of()));
    attempts.put(Permission.DOMAIN_DELETE, this::giveUp);
  }

  private OrgServer.Answer provision(UUID user) {
    var answer = server.provision(user, roles.organization(), Map.of("name", "x"));
    if (answer.status() == 202) {
      server.change(roles.owner(), "stack.delete", answer.text("/project/ref"));
    }
    return answer;
  }

  private OrgServer.Answer giveUp(UUID user) {
    server.post(roles.owner(), domains(), Map.of("name", "gone.example.test"));
    return server.delete(user, domains() + "/gone.example.test");
  }

  private String domains() {
    return "/projects/" + project + "/domains";
  }

  private void automation() {
    attempts.put(Permission.TASK_CREATE, user -> submit(user, Map.of()));
    attempts.put(Permission.QUEUE_CHANGE, user -> submit(user, Map.of("queue", "critical")));
    attempts.put(
        Permission.SCHEDULE_READ,
        user -> server.get(user, "/schedules?organization=" + roles.organization()));
    attempts.put(Permission.SCHEDULE_CREATE, this::schedule);
    attempts.put(
        Permission.SCHEDULE_CHANGE, user -> server.post(user, someSchedule() + "/pause", Map.of()));
    attempts.put(Permission.SCHEDULE_DELETE, user -> server.delete(user, someSchedule()));
    attempts.put(
        Permission.HOOK_READ,
        user -> server.get(user, "/hooks?organization=" + roles.organization()));
    attempts.put(Permission.HOOK_CREATE, this::hook);
    attempts.put(
        Permission.HOOK_CHANGE, user -> server.post(user, someHook() + "/rotate", Map.of()));
    attempts.put(Permission.HOOK_DELETE, user -> server.delete(user, someHook()));
  }

  private OrgServer.Answer submit(UUID user, Map<String, Object> more) {
    var body = new HashMap<String, Object>(more);
    body.put("type", "platform.probe");
    body.put("organization", roles.organization());
    body.put("input", Map.of());
    return server.post(user, "/acceptances", body);
  }

  private OrgServer.Answer schedule(UUID user) {
    return server.post(
        user,
        "/schedules",
        Map.of(
            "name",
            "nightly",
            "every",
            "PT1H",
            "task",
            Map.of("type", "platform.probe", "organization", roles.organization())));
  }

  private String someSchedule() {
    return "/schedules/" + schedule(roles.owner()).text("/id");
  }

  private OrgServer.Answer hook(UUID user) {
    return server.post(
        user,
        "/hooks",
        Map.of(
            "organization",
            roles.organization(),
            "name",
            "ci",
            "provider",
            "github",
            "rule",
            Map.of("type", "platform.probe", "input", Map.of())));
  }

  private String someHook() {
    return "/hooks/" + hook(roles.owner()).text("/id");
  }

  private OrgServer.Answer attempt(Permission permission, UUID user) {
    return requireNonNull(attempts.get(permission), () -> "Nobody tries " + permission).apply(user);
  }

  static Stream<Arguments> everything() {
    return Arrays.stream(Permission.values())
        .filter(permission -> !ELSEWHERE.contains(permission))
        .flatMap(
            permission -> Arrays.stream(Role.values()).map(role -> Arguments.of(role, permission)));
  }

  @ParameterizedTest
  @MethodSource("everything")
  void roleDoesWhatTheTableSaysAndNothingElse(Role role, Permission permission) {
    // when
    var answer = attempt(permission, roles.user(role));

    // then
    if (role.may(permission)) {
      assertThat(answer.status()).as(answer.body().toString()).isNotIn(400, 401, 403, 404, 500);
    } else {
      assertThat(answer.status()).as(answer.body().toString()).isEqualTo(403);
    }
  }

  static Stream<Permission> decidedHere() {
    return Arrays.stream(Permission.values()).filter(one -> !ELSEWHERE.contains(one));
  }

  @ParameterizedTest
  @MethodSource("decidedHere")
  void forSomebodyElseThereIsNoSuchThing(Permission permission) {
    // when
    var answer = attempt(permission, roles.stranger());

    // then
    assertThat(answer.status()).as(answer.body().toString()).isEqualTo(404);
    assertThat(answer.body().toString()).doesNotContain("acme");
  }

  @Test
  void databaseHasTheSameTable(TestDatabase database) throws SQLException {
    // given
    var table =
        Arrays.stream(Permission.values())
            .collect(
                Collectors.toMap(
                    Permission::wireName, one -> one.least().wireName() + " " + one.ofProject()));

    // when
    var copy = new HashMap<String, String>();
    try (var connection = database.dataSource("org").getConnection();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select name, least, of_project from permission")) {
      while (rows.next()) {
        copy.put(rows.getString(1), rows.getString(2) + " " + rows.getBoolean(3));
      }
    }

    // then
    assertThat(copy).isEqualTo(table);
  }
}
