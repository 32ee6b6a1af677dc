package io.rickyard.systemtests;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import java.nio.file.Files;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Unmodified supabase-js against a running installation: two people of different organizations sign
 * in, open private channels and hear what happens. Skipped, saying so, where there is no Node.
 */
class SupabaseJsIT {

  private static @Nullable Workspace workspace;
  private static @Nullable LocalInstallation installation;
  private static @Nullable SupabaseJsPage page;

  @BeforeAll
  static void start() throws Exception {
    var node = Programs.find("node", "nodejs");
    var npm = Programs.find("npm");
    Programs.need(
        node.isPresent() && npm.isPresent(), "RICKYARD_REQUIRE_NODE", "node and npm on the PATH");
    workspace = Workspace.create();
    var directory = Files.createDirectory(workspace.path().resolve("page"));
    SupabaseJsPage.install(directory, npm.orElseThrow());
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start("--no-demo");
    page = SupabaseJsPage.open(directory, node.orElseThrow(), installation);
  }

  @AfterAll
  static void stop() throws Exception {
    if (page != null) {
      page.close();
    }
    if (installation != null) {
      installation.close();
    }
    if (workspace != null) {
      workspace.close();
    }
  }

  @Test
  void channelOfTasksTellsOfAProbe() {
    // given
    String channel = "tasks:" + organization();
    page().hears("member", channel, status("SUBSCRIBED"));
    page().hears("member", channel, event("snapshot"));

    // when
    String task =
        post(
            "/v1/tasks",
            RickyardClient.object()
                .put("type", "platform.probe")
                .put("organization", organization()),
            "id");

    // then
    page()
        .hears(
            "member",
            channel,
            event("task")
                .and(said -> said.at("/payload/task/id").asText().equals(task))
                .and(said -> said.at("/payload/task/state").asText().equals("succeeded")));
  }

  @Test
  void channelOfProjectsTellsOfANewProject() {
    // given
    String channel = "projects:" + organization();
    page().hears("member", channel, status("SUBSCRIBED"));
    page().hears("member", channel, event("snapshot"));

    // when
    String ref =
        post(
            "/v1/projects",
            RickyardClient.object().put("name", "shop").put("organization_slug", organization()),
            "ref");

    // then
    page()
        .hears(
            "member",
            channel,
            event("stack").and(said -> said.path("payload").toString().contains(ref)));
  }

  @Test
  void foreignOrganizationsChannelsAreRefused() {
    // given
    JsonNode joined = page().hears("stranger", "tasks:", status("SUBSCRIBED"));
    String theirs = joined.path("channel").asText();
    String ours = "projects:" + organization();

    // when
    JsonNode memberThere = page().hears("member", theirs, status("CHANNEL_ERROR"));
    JsonNode strangerHere = page().hears("stranger", ours, status("CHANNEL_ERROR"));

    // then
    assertThat(memberThere.path("error").asText()).contains("Unauthorized");
    assertThat(strangerHere.path("error").asText()).contains("Unauthorized");
    assertThat(page().all("member", theirs)).noneMatch(said -> said.has("event"));
    assertThat(page().all("stranger", ours)).noneMatch(said -> said.has("event"));
  }

  private static Predicate<JsonNode> status(String status) {
    return said -> said.path("status").asText().equals(status);
  }

  private static Predicate<JsonNode> event(String name) {
    return said -> said.path("event").asText().equals(name);
  }

  private static String post(String path, ObjectNode body, String field) {
    try (var client = requireNonNull(installation).client()) {
      return client.post(Path.of(path), body).body().path(field).asText();
    }
  }

  private static String organization() {
    return requireNonNull(installation).organization();
  }

  private static SupabaseJsPage page() {
    return requireNonNull(page);
  }
}
