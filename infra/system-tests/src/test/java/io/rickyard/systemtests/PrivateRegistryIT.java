package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rickyard.cli.api.Path;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.TestRegistry;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Installations whose images come from a registry of one's own, with TLS and a password. */
class PrivateRegistryIT {

  private static final String DATABASE = "supabase/postgres";

  private static Workspace workspace;
  private static TestRegistry registry;
  private static List<String> images = List.of();

  @BeforeAll
  static void fillTheRegistry() throws Exception {
    ContainerInstallation.need();
    var obstacle = TestRegistry.obstacle();
    Programs.need(
        obstacle.isEmpty(), "RICKYARD_REQUIRE_ENGINE", "a registry: " + obstacle.orElse(""));
    workspace = Workspace.create();
    registry = TestRegistry.start(workspace.path());
    registry.trust();
    var tags = docker("image", "ls", "rickyard-test/" + DATABASE, "--format", "{{.Tag}}").lines();
    images =
        tags.map(tag -> "%s/mirror/%s:%s".formatted(registry.address(), DATABASE, tag)).toList();
    docker(
        "login",
        "--username",
        TestRegistry.USERNAME,
        "--password",
        TestRegistry.PASSWORD,
        registry.address());
    for (var image : images) {
      docker("tag", "rickyard-test/" + image.substring(image.indexOf(DATABASE)), image);
      docker("push", "--quiet", image);
    }
    forgetImages();
  }

  @AfterAll
  static void close() throws Exception {
    if (registry != null) {
      forgetImages();
      registry.close();
      workspace.close();
    }
  }

  /** With credentials of its own: what the tests sign in to is nobody else's. */
  private static String docker(String... arguments) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("docker", "--config", workspace.path() + "/client"));
    command.addAll(List.of(arguments));
    return Programs.run(command.toArray(String[]::new));
  }

  private static void forgetImages() throws IOException, InterruptedException {
    for (var image : images) {
      if (Programs.succeeds("docker", "image", "inspect", image)) {
        docker("image", "rm", "--force", image);
      }
    }
  }

  private static ContainerInstallation installation(String password) throws Exception {
    var installation =
        ContainerInstallation.in(
            Workspace.create(),
            Map.of(
                "RICKYARD_RUNTIME_DOCKER_IMAGES",
                registry.address() + "/mirror",
                "RICKYARD_RUNTIME_DOCKER_REGISTRY_USERNAME",
                TestRegistry.USERNAME,
                "RICKYARD_RUNTIME_DOCKER_REGISTRY_PASSWORD",
                password));
    installation.start();
    return installation;
  }

  @Test
  void aProjectIsMadeOfWhatTheRegistryHas() throws Exception {
    try (var installation = installation(TestRegistry.PASSWORD)) {
      // when
      var ref = installation.healthyProject("database");

      // then
      assertThat(ContainerInstallation.said("container", ref, "{{.Image}}"))
          .singleElement()
          .isIn(images);
    } finally {
      forgetImages();
    }
  }

  @Test
  void wrongCredentialsEndTheTaskAndSaySo() throws Exception {
    try (var installation = installation("not-the-password")) {
      // when
      var ref = installation.create("database");

      // then
      Eventually.within(Duration.ofMinutes(1))
          .until(() -> provision(installation, ref).path("state").asText().equals("failed"));
      var error = provision(installation, ref).path("error");
      assertThat(error.path("code").asText()).isEqualTo("image_not_available");
      assertThat(error.path("retryable").asBoolean()).isFalse();
      assertThat(error.path("message").asText())
          .contains("unauthorized", registry.address())
          .doesNotContain("not-the-password");
      assertThat(provision(installation, ref).path("attempt").asInt()).isEqualTo(1);
      assertThat(installation.status(ref)).isEqualTo("INIT_FAILED");
    }
  }

  private static JsonNode provision(ContainerInstallation installation, String ref) {
    var tasks =
        installation.get(
            Path.of("/v1/tasks").query("project", ref).query("type", "stack.provision"));
    return StreamSupport.stream(tasks.path("data").spliterator(), false)
        .findFirst()
        .orElse(MissingNode.getInstance());
  }
}
