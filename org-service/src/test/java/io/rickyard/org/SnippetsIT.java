package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.organization.Role;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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
class SnippetsIT {

  private OrgServer server;
  private Roles roles;
  private UUID ada = UUID.randomUUID();
  private UUID bo = UUID.randomUUID();
  private String project = "";

  @BeforeAll
  void start(TestDatabase database, TestBroker broker, @TempDir Path directory) {
    server =
        new OrgServer(
            database, broker, directory, Map.of("rickyard.runtime.process.shared-trust", true));
  }

  @BeforeEach
  void found() {
    roles = new Roles(server);
    ada = roles.user(Role.DEVELOPER);
    bo = roles.user(Role.MEMBER);
    project = server.project(ada, roles.organization());
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private OrgServer.Answer keep(UUID user, String name, String visibility) {
    return server.post(user, "/projects/" + project + "/snippets", text(name, visibility));
  }

  private static Map<String, Object> text(String name, String visibility) {
    return new HashMap<>(Map.of("name", name, "sql", "select 1", "visibility", visibility));
  }

  private List<String> seen(UUID user) {
    return server.get(user, "/snippets?project=" + project).body().findValuesAsText("name");
  }

  @Test
  void ownSnippetsAreSeenByNobodyElse() {
    // when
    var own = keep(ada, "mine", "user");
    keep(bo, "bo's", "user");
    keep(ada, "ours", "project");

    // then
    assertThat(own.status()).isEqualTo(201);
    assertThat(seen(ada)).containsExactly("mine", "ours");
    assertThat(seen(bo)).containsExactly("bo's", "ours");
    assertThat(seen(roles.owner())).containsExactly("ours");
    assertThat(server.get(bo, "/snippets/" + own.text("/id")).status()).isEqualTo(404);
    assertThat(server.get(roles.stranger(), "/snippets?project=" + project).status())
        .isEqualTo(404);
    assertThat(server.get(roles.stranger(), "/snippets").body()).isEmpty();
  }

  @Test
  void whatIsForEverybodyIsWrittenByDevelopers() {
    // given
    String ours = keep(ada, "ours", "project").text("/id");
    String own = keep(bo, "bo's", "user").text("/id");

    // then
    assertThat(keep(bo, "other", "project").status()).isEqualTo(403);
    assertThat(server.put(bo, "/snippets/" + ours, text("x", "project")).status()).isEqualTo(403);
    assertThat(server.put(bo, "/snippets/" + own, text("x", "project")).status()).isEqualTo(403);
    assertThat(server.delete(bo, "/snippets/" + ours).status()).isEqualTo(403);
    assertThat(server.put(roles.owner(), "/snippets/" + ours, text("y", "project")).text("/name"))
        .isEqualTo("y");
    assertThat(server.put(bo, "/snippets/" + own, text("z", "user")).text("/name")).isEqualTo("z");
    assertThat(server.delete(bo, "/snippets/" + own).status()).isEqualTo(204);
    assertThat(server.get(bo, "/snippets/" + own).status()).isEqualTo(404);
  }

  @Test
  void wrongOnesAreRefused() {
    // given
    var large = text("large", "user");
    large.put("sql", "x".repeat(200_000));

    // then
    assertThat(keep(ada, "", "user").status()).isEqualTo(400);
    assertThat(keep(ada, "all", "public").status()).isEqualTo(400);
    assertThat(server.post(ada, "/projects/" + project + "/snippets", large).status())
        .isEqualTo(400);
    assertThat(server.get(ada, "/snippets/none").status()).isEqualTo(404);
  }

  @Test
  void theyGoWithTheirProject() {
    // given
    String own = keep(bo, "bo's", "user").text("/id");

    // when
    server.change(ada, "stack.delete", project);

    // then
    assertThat(server.get(bo, "/snippets/" + own).status()).isEqualTo(404);
    assertThat(keep(ada, "late", "user").text("/code")).isEqualTo("project_deleted");
  }
}
