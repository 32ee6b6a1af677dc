package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ExtendWith(Infrastructure.class)
class TeamsIT {

  private OrgServer server;
  private Roles roles;
  private UUID mo;
  private String project = "";
  private String other = "";

  @BeforeEach
  void start(TestDatabase database, TestBroker broker, @TempDir Path directory) {
    server =
        new OrgServer(
            database, broker, directory, Map.of("rickyard.runtime.process.shared-trust", true));
    roles = new Roles(server);
    mo = roles.user(Role.MEMBER);
    project = server.project(roles.owner(), roles.organization());
    other = server.project(roles.owner(), roles.organization());
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String teams() {
    return "/organizations/" + roles.organization() + "/teams";
  }

  private String payments() {
    return teams() + "/payments";
  }

  /** The member Mo in a team that has this role on the project. */
  private void given(Role role) {
    server.post(roles.owner(), teams(), Map.of("name", "Payments"));
    server.put(roles.owner(), payments() + "/members/" + mo, Map.of());
    server.put(roles.owner(), payments() + "/projects/" + project, Map.of("role", role.wireName()));
  }

  private OrgServer.Answer rename(UUID user, String ref) {
    return server.patch(user, "/projects/" + ref, Map.of("name", "renamed"));
  }

  private OrgServer.Answer submit(UUID user, String ref) {
    return server.post(
        user, "/acceptances", Map.of("type", "platform.probe", "project", ref, "input", Map.of()));
  }

  private OrgServer.Answer schedule(UUID user, String where, String what) {
    return server.post(
        user,
        "/schedules",
        Map.of(
            "name",
            "nightly",
            "every",
            "PT1H",
            "task",
            Map.of("type", "platform.probe", where, what)));
  }

  private OrgServer.Answer hook(UUID user, Map<String, Object> rule) {
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
            rule));
  }

  @Test
  void memberOfATeamActsAsDeveloperOnWhatItWasGivenAndNowhereElse() {
    // when
    given(Role.DEVELOPER);

    // then
    assertThat(rename(mo, project).status()).isEqualTo(200);
    assertThat(rename(mo, other).status()).isEqualTo(403);
    assertThat(submit(mo, project).status()).isEqualTo(202);
    assertThat(submit(mo, other).status()).isEqualTo(403);
    assertThat(schedule(mo, "project", project).status()).isEqualTo(201);
    assertThat(schedule(mo, "project", other).status()).isEqualTo(403);
    assertThat(schedule(mo, "organization", roles.organization()).status()).isEqualTo(403);
    assertThat(
            hook(mo, Map.of("type", "platform.probe", "project", project, "input", Map.of()))
                .status())
        .isEqualTo(201);
    assertThat(hook(mo, Map.of("type", "platform.probe", "input", Map.of())).status())
        .isEqualTo(403);
    assertThat(
            server
                .post(mo, "/projects/" + project + "/domains", Map.of("name", "a.example.test"))
                .status())
        .isBetween(200, 201);
    assertThat(server.provision(mo, roles.organization(), Map.of("name", "x")).status())
        .isEqualTo(403);
    assertThat(server.change(mo, "stack.delete", other).status()).isEqualTo(403);
    assertThat(server.change(mo, "stack.delete", project).status()).isEqualTo(202);
  }

  @Test
  void rightOnAProjectIsTheStrongerOfRoleAndTeam() {
    // when
    given(Role.DEVELOPER);
    server.put(roles.owner(), payments() + "/members/" + roles.user(Role.ADMINISTRATOR), Map.of());
    server.put(roles.owner(), payments() + "/members/" + roles.user(Role.DEVELOPER), Map.of());
    server.put(roles.owner(), payments() + "/projects/" + other, Map.of("role", "member"));

    // then
    Function<UUID, String> onProject =
        user -> server.get(user, "/rights?project=" + project).text("/role");
    assertThat(onProject.apply(mo)).isEqualTo("developer");
    assertThat(onProject.apply(roles.user(Role.ADMINISTRATOR))).isEqualTo("administrator");
    assertThat(server.get(roles.user(Role.DEVELOPER), "/rights?project=" + other).text("/role"))
        .isEqualTo("developer");
    assertThat(server.get(mo, "/rights?project=" + other).text("/role")).isEqualTo("member");
    assertThat(server.get(mo, "/rights?organization=" + roles.organization()).text("/role"))
        .isEqualTo("member");
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"OWNER", "ADMINISTRATOR"})
  void teamHasNoRoleThatReachesBeyondAProject(Role role) {
    // given
    given(Role.DEVELOPER);

    // when
    var refused =
        server.put(
            roles.owner(), payments() + "/projects/" + project, Map.of("role", role.wireName()));

    // then
    assertThat(refused.status()).isEqualTo(400);
  }

  @ParameterizedTest
  @ValueSource(strings = {"member of the team", "member", "project", "team", "role"})
  void rightGoesWithWhatGaveIt(String gone) {
    // given
    given(Role.DEVELOPER);
    schedule(mo, "project", project);

    // when
    var ended =
        switch (gone) {
          case "member of the team" -> server.delete(roles.owner(), payments() + "/members/" + mo);
          case "member" -> server.delete(roles.owner(), roles.member(mo));
          case "project" -> server.delete(roles.owner(), payments() + "/projects/" + project);
          case "team" -> server.delete(roles.owner(), payments());
          default ->
              server.put(
                  roles.owner(), payments() + "/projects/" + project, Map.of("role", "member"));
        };

    // then
    assertThat(ended.status()).isIn(200, 204);
    assertThat(rename(mo, project).status()).isEqualTo(gone.equals("member") ? 404 : 403);
    assertThat(server.get(roles.owner(), teams()).body().toString())
        .satisfies(shown -> {
          if (gone.contains("member")) {
            assertThat(shown).doesNotContain(mo.toString());
          }
        });
  }

  @Test
  void whoComesBackToTheOrganizationIsInNoTeam() {
    // given
    given(Role.DEVELOPER);
    server.delete(mo, roles.member(mo));

    // when
    server.post(mo, "/invitations/accept", Map.of("token", roles.invite(Role.MEMBER)));

    // then
    assertThat(rename(mo, project).status()).isEqualTo(403);
  }

  @Test
  void teamTakesInMembersAndProjectsOfItsOrganizationOnly() {
    // given
    given(Role.DEVELOPER);
    String foreign =
        server.project(
            roles.stranger(),
            server.get(roles.stranger(), "/organizations").body().path(0).path("slug").asText());

    // then
    assertThat(
            server
                .put(roles.owner(), payments() + "/members/" + roles.stranger(), Map.of())
                .status())
        .isEqualTo(404);
    assertThat(
            server
                .put(
                    roles.owner(), payments() + "/projects/" + foreign, Map.of("role", "developer"))
                .status())
        .isEqualTo(404);
  }

  @Test
  void teamIsShownWithMembersAndProjectsAndNotTwiceUnderOneSlug() {
    // given
    given(Role.DEVELOPER);

    // when
    var again = server.post(roles.owner(), teams(), Map.of("name", "payments"));
    var shown = server.get(mo, payments());

    // then
    assertThat(again.text("/code")).isEqualTo("conflict");
    assertThat(shown.text("/name")).isEqualTo("Payments");
    assertThat(shown.text("/members/0")).isEqualTo(mo.toString());
    assertThat(shown.text("/projects/0/ref")).isEqualTo(project);
    assertThat(shown.text("/projects/0/role")).isEqualTo("developer");
    assertThat(server.get(roles.owner(), teams()).body().path("data")).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"-a", "A", "a b", "a/b", "", "../x", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddx"})
  void slugThatFitsNoPathIsNone(String slug) {
    // when
    var refused = server.post(roles.owner(), teams(), Map.of("name", "x", "slug", slug));

    // then
    assertThat(refused.status()).isEqualTo(400);
  }

  @Test
  void changeThatChangesNothingIsToldToNobody(TestBroker broker) {
    // given
    given(Role.DEVELOPER);

    // when
    server.put(roles.owner(), payments() + "/members/" + mo, Map.of());
    server.put(roles.owner(), payments() + "/projects/" + project, Map.of("role", "developer"));
    server.patch(roles.owner(), payments(), Map.of("name", "Payments"));
    server.delete(roles.owner(), payments());

    // then
    try (var audit = new TopicReader(broker, Topic.AUDIT)) {
      Eventually.asserted(() ->
          assertThat(audit.envelopes())
              .filteredOn(envelope -> envelope.entity().equals("payments"))
              .extracting(envelope -> envelope.body().toString())
              .satisfiesExactly(
                  created -> assertThat(created).contains("team.create"),
                  added -> assertThat(added).contains("team.add_member", mo.toString()),
                  gave -> assertThat(gave).contains("team.give_project", project + " as developer"),
                  deleted -> assertThat(deleted).contains("team.delete")));
    }
  }
}
