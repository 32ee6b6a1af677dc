package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(Infrastructure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BranchesIT {

  private final UUID eve = UUID.randomUUID();
  private OrgServer server;
  private Roles roles;
  private UUID ada = UUID.randomUUID();
  private String parent = "";

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
                "rickyard.limits.projects-per-organization",
                12));
  }

  @BeforeEach
  void found() {
    roles = new Roles(server);
    ada = roles.owner();
    parent = server.project(ada, roles.organization());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private OrgServer.Answer make(UUID user, String name) {
    return server.post(user, "/projects/" + parent + "/branches", Map.of("name", name));
  }

  private OrgServer.Answer migrate(UUID user, String project, String course, String from) {
    return server.post(
        user,
        "/acceptances",
        Map.of(
            "type",
            "stack.migrate",
            "project",
            project,
            "input",
            Map.of("course", course, "from", from)));
  }

  private List<String> names(UUID user) {
    return server.get(user, "/projects/" + parent + "/branches").body().findValuesAsText("name");
  }

  @Test
  void branchIsAProjectWithItsParentAndTwoPromises(TestBroker broker) throws Exception {
    // when
    var made = make(ada, "preview");

    // then
    assertThat(made.status()).isEqualTo(201);
    String project = made.text("/branch/project");
    assertThat(made.text("/branch/parent")).isEqualTo(parent);
    assertThat(made.text("/acceptance/project/parent")).isEqualTo(parent);
    assertThat(made.text("/acceptance/message/topic")).isEqualTo("rickyard.commands.critical");
    var asProject = server.get(ada, "/projects/" + project);
    assertThat(asProject.text("/parent")).isEqualTo(parent);
    assertThat(asProject.body().at("/generation").asLong()).isEqualTo(2);
    assertThat(server.get(ada, "/branches/" + project).body())
        .isEqualTo(server.get(ada, "/branches/" + made.text("/branch/id")).body());
    try (var commands = new TopicReader(broker, Topic.COMMANDS_CRITICAL)) {
      Eventually.asserted(() -> assertThat(commands.tasks()).contains(made.text("/branch/task")));
    }
  }

  @Test
  void repeatedRequestMakesOneBranch() {
    // given
    String path = "/projects/" + parent + "/branches";
    var body = Map.of("name", "preview");

    // when
    var first = server.once(ada, path, body, "key-" + parent, "same");
    var second = server.once(ada, path, body, "key-" + parent, "same");

    // then
    assertThat(second.text("/branch/id")).isEqualTo(first.text("/branch/id"));
    assertThat(second.body().at("/acceptance/replayed").asBoolean()).isTrue();
    assertThat(names(ada)).containsExactly("preview");
  }

  @Test
  void nameIsFreeAgainOnceItsBranchShallBeGone() {
    // given
    String project = make(ada, "preview").text("/branch/project");

    // when
    var again = make(ada, "preview");
    var deleted = server.change(ada, "stack.delete", project);
    var anew = make(ada, "preview");

    // then
    assertThat(again.status()).isEqualTo(409);
    assertThat(deleted.status()).isEqualTo(202);
    assertThat(anew.status()).isEqualTo(201);
    assertThat(server.get(ada, "/branches/" + project).status()).isEqualTo(404);
  }

  @Test
  void parentStaysAsLongAsItHasBranches() {
    // given
    String project = make(ada, "preview").text("/branch/project");

    // when
    var refused = server.change(ada, "stack.delete", parent);
    server.change(ada, "stack.delete", project);
    var accepted = server.change(ada, "stack.delete", parent);

    // then
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("/detail")).contains("branches");
    assertThat(accepted.status()).isEqualTo(202);
  }

  @Test
  void branchesCountAsProjectsAndHaveNoneThemselves() {
    // given
    String project = make(ada, "preview").text("/branch/project");

    // when
    var nested = server.post(ada, "/projects/" + project + "/branches", Map.of("name", "nested"));
    OrgServer.Answer last = make(ada, "b0");
    for (int i = 1; last.status() == 201; i++) {
      last = make(ada, "b" + i);
    }

    // then
    assertThat(nested.status()).isEqualTo(400);
    assertThat(last.text("/code")).isEqualTo("project_limit_reached");
    assertThat(names(ada)).hasSize(11);
  }

  @Test
  void migrationsGoBetweenABranchAndItsParentOnly() {
    // given
    String branch = make(ada, "preview").text("/branch/project");
    String sibling = make(ada, "sibling").text("/branch/project");

    // then
    assertThat(migrate(ada, branch, "push", parent).status()).isEqualTo(202);
    assertThat(migrate(ada, branch, "reset", parent).status()).isEqualTo(202);
    assertThat(migrate(ada, parent, "merge", branch).status()).isEqualTo(202);
    assertThat(migrate(ada, parent, "push", branch).status()).isEqualTo(400);
    assertThat(migrate(ada, parent, "reset", branch).status()).isEqualTo(400);
    assertThat(migrate(ada, branch, "merge", parent).status()).isEqualTo(400);
    assertThat(migrate(ada, branch, "push", sibling).status()).isEqualTo(400);
    String foreign = server.project(eve, server.organization(eve, "evil"));
    assertThat(migrate(ada, branch, "push", foreign).status()).isEqualTo(404);
    assertThat(migrate(eve, branch, "push", parent).status()).isEqualTo(404);
  }

  @Test
  void nothingIsBroughtToOrFromWhatIsPaused() {
    // given
    String branch = make(ada, "preview").text("/branch/project");
    server.change(ada, "stack.pause", branch);

    // when
    var merged = migrate(ada, parent, "merge", branch);
    var pushed = migrate(ada, branch, "push", parent);

    // then
    assertThat(merged.text("/code")).isEqualTo("project_paused");
    assertThat(pushed.text("/code")).isEqualTo("project_paused");
  }

  @Test
  void taskOfTheLastMigrationIsNoted() {
    // given
    var branch = make(ada, "preview");
    String project = branch.text("/branch/project");

    // when
    var pushed = migrate(ada, project, "push", parent);
    String noted = server.get(ada, "/branches/" + project).text("/task");
    var merged = migrate(ada, parent, "merge", project);

    // then
    assertThat(noted).isEqualTo(pushed.text("/task_id"));
    assertThat(merged.status()).isEqualTo(202);
    assertThat(server.get(ada, "/branches/" + project).text("/task")).isEqualTo(noted);
  }

  @Test
  void whatPeopleSayOfItIsChanged() {
    // given
    var made = make(ada, "preview");
    String path = "/branches/" + made.text("/branch/id");

    // when
    var changed =
        server.patch(ada, path, Map.of("name", "kept", "persistent", true, "git_branch", "main"));
    var little = server.patch(ada, path, Map.of("pr_number", 7));

    // then
    assertThat(changed.text("/name")).isEqualTo("kept");
    assertThat(little.body().path("persistent").asBoolean()).isTrue();
    assertThat(little.text("/git_branch")).isEqualTo("main");
    assertThat(little.body().path("pr_number").asInt()).isEqualTo(7);
    assertThat(server.patch(ada, path, Map.of("pr_number", 0)).status()).isEqualTo(400);
    assertThat(server.get(ada, "/projects/" + parent + "/branches").body()).hasSize(1);
  }

  @Test
  void rolesAreThoseOfProjects() {
    // given
    var member = roles.user(Role.MEMBER);
    var developer = roles.user(Role.DEVELOPER);
    String project = make(developer, "preview").text("/branch/project");

    // then
    assertThat(make(member, "other").status()).isEqualTo(403);
    assertThat(make(roles.stranger(), "other").status()).isEqualTo(404);
    assertThat(names(member)).containsExactly("preview");
    assertThat(server.patch(member, "/branches/" + project, Map.of("name", "x")).status())
        .isEqualTo(403);
    assertThat(server.get(roles.stranger(), "/branches/" + project).status()).isEqualTo(404);
    assertThat(server.get(roles.stranger(), "/projects/" + parent + "/branches").status())
        .isEqualTo(404);
    assertThat(migrate(member, project, "push", parent).status()).isEqualTo(403);
  }

  /** Whatever is asked in whatever order: names are told apart, and nobody's is anybody else's. */
  @Test
  void randomRequestsLeaveWhatAModelSays() {
    // given
    var random = new Random(47);
    Map<String, String> model = new HashMap<>();
    Set<String> gone = new HashSet<>();

    for (int i = 0; i < 120; i++) {
      String name = "b" + random.nextInt(4);
      String project = model.get(name);
      switch (random.nextInt(4)) {
        case 0, 1 -> {
          // when
          var made = make(ada, name);
          // then
          assertThat(made.status()).isEqualTo(project == null ? 201 : 409);
          if (project == null) {
            assertThat(gone).doesNotContain(made.text("/branch/project"));
            model.put(name, made.text("/branch/project"));
          }
        }
        case 2 -> {
          if (project != null) {
            assertThat(server.change(ada, "stack.delete", project).status()).isEqualTo(202);
            gone.add(project);
            model.remove(name);
          }
        }
        default -> {
          if (project != null) {
            assertThat(migrate(ada, parent, "merge", project).status()).isEqualTo(202);
          }
        }
      }
      assertThat(names(ada)).containsExactlyInAnyOrderElementsOf(model.keySet());
    }
  }
}
