package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * A whole installation with projects in containers, on the engine and with the images of {@code
 * infra/system-tests/engine}.
 */
class ContainersIT {

  private static final Map<String, String> SETTINGS =
      Map.of(
          "RICKYARD_RUNTIME_KIND",
          "docker",
          "RICKYARD_RUNTIME_DOCKER_IMAGES",
          "rickyard-test",
          "RICKYARD_RUNTIME_DOCKER_TRASH_AFTER",
          "PT0S");
  private static final int ALL = 13;

  private static Workspace workspace;
  private static LocalInstallation installation;

  @BeforeAll
  static void start() throws Exception {
    Programs.need(
        Programs.find("docker").isPresent() && Programs.succeeds("docker", "version"),
        "RICKYARD_REQUIRE_ENGINE",
        "a container engine");
    Programs.need(
        Programs.succeeds("docker", "image", "inspect", "rickyard-test/double:current"),
        "RICKYARD_REQUIRE_ENGINE",
        "the images of infra/system-tests/engine/build-images");
    workspace = Workspace.create();
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start(SETTINGS, "--no-demo");
  }

  @AfterAll
  static void stop() throws Exception {
    if (installation != null) {
      installation.close();
      workspace.close();
    }
  }

  /** How many of this kind the engine has of a project, running or not. */
  private static int count(String kind, String ref) throws Exception {
    var command = new ArrayList<>(List.of("docker", kind, "ls", "-q"));
    if (kind.equals("container")) {
      command.add("--all");
    }
    command.addAll(List.of("--filter", "label=io.rickyard.project=" + ref));
    return (int) Programs.run(command.toArray(String[]::new)).lines().count();
  }

  private static boolean nothing(String ref) throws Exception {
    return count("container", ref) + count("network", ref) + count("volume", ref) == 0;
  }

  /** Starts, which takes until every project is healthy, so one need not wait for it. */
  private static FutureTask<Boolean> starting() {
    var start =
        new FutureTask<>(() -> {
          installation.start(SETTINGS, "--no-demo");
          return true;
        });
    Thread.ofVirtual().start(start);
    return start;
  }

  /**
   * The worker dies at each of these moments, and with it everything else, and is started again.
   */
  private static void killedAt(List<Callable<Boolean>> moments) throws Exception {
    var starts = new ArrayDeque<FutureTask<Boolean>>();
    for (var moment : moments) {
      Eventually.within(Duration.ofMinutes(2)).until(moment);
      installation.kill();
      if (!starts.isEmpty()) {
        ended(starts.getLast());
      }
      starts.add(starting());
    }
    starts.getLast().get(3, TimeUnit.MINUTES);
  }

  private static void ended(FutureTask<Boolean> start) throws Exception {
    try {
      start.get(1, TimeUnit.MINUTES);
    } catch (ExecutionException e) {
      assertThat(e).hasCauseInstanceOf(IOException.class); // infra/up tells that it was killed
    }
  }

  private static JsonNode project(String ref) {
    try (var client = installation.client()) {
      return client.get(Path.of("/v1/projects").segment(ref));
    }
  }

  private static boolean healthy(String ref) {
    return project(ref).path("status").asText().equals("ACTIVE_HEALTHY");
  }

  private static String create(String profile) {
    try (var client = installation.client()) {
      return client
          .post(
              Path.of("/v1/projects"),
              RickyardClient.object()
                  .put("name", profile + " " + UUID.randomUUID())
                  .put("profile", profile)
                  .put("organization_slug", installation.organization()))
          .body()
          .path("ref")
          .asText();
    }
  }

  @Test
  void aWholeProjectComesAndGoesWhateverAKillInterrupts() throws Exception {
    // given
    var ref = create("full");

    // when
    killedAt(
        List.of(
            () -> count("network", ref) == 1,
            () -> count("container", ref) > 1,
            () -> count("container", ref) > ALL / 2));

    // then
    assertThat(project(ref).path("status").asText())
        .as(project(ref).toString())
        .isEqualTo("ACTIVE_HEALTHY");
    assertThat(named("container", "service", ref)).hasSize(ALL).doesNotHaveDuplicates();
    assertThat(count("network", ref)).isEqualTo(1);
    // What an interrupted attempt left in a volume is not taken up; it is deleted a little later.
    Eventually.within(Duration.ofMinutes(2))
        .untilAsserted(() -> assertThat(named("volume", "volume", ref)).doesNotHaveDuplicates());
    assertPathsLeadThroughTheEdge(ref);

    // when
    try (var client = installation.client()) {
      client.delete(Path.of("/v1/projects").segment(ref));
    }
    killedAt(List.of(() -> count("container", ref) < ALL));

    // then
    Eventually.within(Duration.ofMinutes(2)).until(() -> nothing(ref));
  }

  @Test
  void tenProjectsAtOnceBecomeHealthy() throws Exception {
    // when
    var refs = IntStream.range(0, 10).mapToObj(_ -> create("database")).toList();

    // then
    Eventually.within(Duration.ofMinutes(3))
        .until(() -> refs.stream().allMatch(ref -> healthy(ref)));
    try (var client = installation.client()) {
      for (var ref : refs) {
        assertThat(count("container", ref)).isEqualTo(1);
        client.delete(Path.of("/v1/projects").segment(ref));
      }
    }
    for (var ref : refs) {
      Eventually.within(Duration.ofMinutes(2)).until(() -> nothing(ref));
    }
  }

  /** What the engine calls each of a project's things of a kind: by a label of it. */
  private static List<String> named(String kind, String label, String ref) throws Exception {
    return Programs.run(
            "docker",
            kind,
            "ls",
            "--filter",
            "label=io.rickyard.project=" + ref,
            "--format",
            "{{.Label \"io.rickyard.%s\"}}".formatted(label))
        .lines()
        .toList();
  }

  private static String key(String ref, String name) {
    try (var client = installation.client()) {
      var path = Path.of("/v1/projects").segment(ref).segment("api-keys").query("reveal", "true");
      return StreamSupport.stream(client.get(path).spliterator(), false)
          .filter(found -> found.path("name").asText().equals(name))
          .map(found -> found.path("api_key").asText())
          .findFirst()
          .orElseThrow();
    }
  }

  /** Asks by the project's own name; curl finds every name below localhost on this machine. */
  private static JsonNode asked(String ref, String path, String key) throws Exception {
    return RickyardClient.JSON.readTree(
        Programs.run(
            "curl",
            "--silent",
            "--header",
            "apikey: " + key,
            "http://%s.localhost:%d%s".formatted(ref, installation.port(), path)));
  }

  private static void assertPathsLeadThroughTheEdge(String ref) throws Exception {
    var anon = key(ref, "anon");
    var server = key(ref, "service_role");
    for (var way :
        Stream.of(
                "/auth/v1/verify?token=1 auth /verify?token=1",
                "/auth/v1/user auth /user",
                "/rest/v1/things?select=* rest /things?select=*",
                "/graphql/v1 rest /rpc/graphql",
                "/realtime/v1/api/broadcast realtime /api/broadcast",
                "/storage/v1/bucket storage /bucket",
                "/functions/v1/hello functions /hello")
            .map(line -> line.split(" "))
            .toList()) {
      // functions check the bearer; what the gateway makes of a legacy key is none
      var seen = asked(ref, way[0], way[1].equals("functions") ? key(ref, "default") : anon);
      assertThat(seen.path("service").asText()).as(way[0] + ": " + seen).isEqualTo(way[1]);
      assertThat(seen.path("path").asText()).isEqualTo(way[2]);
    }
    assertThat(asked(ref, "/pg/schemas", server).isArray()).isTrue();
    assertThat(asked(ref, "/pg/schemas", anon).path("message").asText())
        .isEqualTo("You cannot consume this service");
    assertThat(asked(ref, "/project/default", server).path("message").asText())
        .isEqualTo("Unauthorized");
    assertThat(asked(ref, "/mcp", server).path("message").asText())
        .isEqualTo("Access is forbidden.");
  }
}
