package io.rickyard.systemtests;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.testing.Eventually;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A whole installation with projects in containers, on the engine and with the images of {@code
 * infra/system-tests/engine}.
 */
final class ContainerInstallation implements AutoCloseable {

  private final Workspace workspace;
  private final LocalInstallation installation;
  private final Map<String, String> settings;

  private ContainerInstallation(
      Workspace workspace, LocalInstallation installation, Map<String, String> settings) {
    this.workspace = workspace;
    this.installation = installation;
    this.settings = settings;
  }

  /** Skips the tests, or fails them, where there is no engine or its images are missing. */
  static void need() throws InterruptedException {
    Programs.need(
        Programs.find("docker").isPresent() && Programs.succeeds("docker", "version"),
        "RICKYARD_REQUIRE_ENGINE",
        "a container engine");
    Programs.need(
        Programs.succeeds("docker", "image", "inspect", "rickyard-test/double:current"),
        "RICKYARD_REQUIRE_ENGINE",
        "the images of infra/system-tests/engine/build-images");
  }

  /** Prepares one in this directory, with these settings besides its own; nothing runs yet. */
  static ContainerInstallation in(Workspace workspace, Map<String, String> more)
      throws IOException {
    var settings = new HashMap<String, String>();
    settings.put("RICKYARD_RUNTIME_KIND", "docker");
    settings.put("RICKYARD_RUNTIME_DOCKER_IMAGES", "rickyard-test");
    settings.put("RICKYARD_RUNTIME_DOCKER_TRASH_AFTER", "PT0S");
    settings.putAll(more);
    return new ContainerInstallation(
        workspace,
        new LocalInstallation(Workspace.repository(), workspace.path()),
        Map.copyOf(settings));
  }

  /** Starts it; returns when every project is as it should be. */
  void start() throws IOException, InterruptedException {
    installation.start(settings, "--no-demo");
  }

  LocalInstallation local() {
    return installation;
  }

  /** What the command line writes; an error when it fails. */
  String cli(String... arguments) throws IOException, InterruptedException {
    var outcome = installation.cli(arguments);
    if (outcome.status() != 0) {
      throw new IOException(String.join(" ", arguments) + ": " + outcome);
    }
    return outcome.output();
  }

  JsonNode get(Path path) {
    try (var client = installation.client()) {
      return client.get(path);
    }
  }

  static Path project(String ref) {
    return Path.of("/v1/projects").segment(ref);
  }

  String status(String ref) {
    return get(project(ref)).path("status").asText();
  }

  boolean healthy(String ref) {
    return status(ref).equals("ACTIVE_HEALTHY");
  }

  /** Asks for a project, and tells its reference. */
  String create(String profile) {
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

  /** A project that is there. */
  String healthyProject(String profile) {
    return healthyProjects(profile, 1).getFirst();
  }

  /** So many projects, made at the same time. */
  List<String> healthyProjects(String profile, int number) {
    var refs = Stream.generate(() -> create(profile)).limit(number).toList();
    for (var ref : refs) {
      Eventually.within(Duration.ofMinutes(3)).until(() -> healthy(ref));
    }
    return refs;
  }

  void delete(String ref) {
    try (var client = installation.client()) {
      client.delete(project(ref));
    }
  }

  /** One of a project's keys. */
  String key(String ref, String name) {
    var keys = get(project(ref).segment("api-keys").query("reveal", "true"));
    return StreamSupport.stream(keys.spliterator(), false)
        .filter(found -> found.path("name").asText().equals(name))
        .map(found -> found.path("api_key").asText())
        .findFirst()
        .orElseThrow();
  }

  ProjectDatabase database(String ref) {
    return ProjectDatabase.at(
        get(project(ref).segment("connection").query("reveal", "true"))
            .path("connection_string")
            .asText());
  }

  /** The container of a project's service. */
  static String container(String ref, String service) throws IOException, InterruptedException {
    return said("container", ref, "{{.Names}}").stream()
        .filter(name -> name.contains("-" + service + "-"))
        .findFirst()
        .orElseThrow();
  }

  /** How many of this kind the engine has of a project, running or not. */
  static int count(String kind, String ref) throws IOException, InterruptedException {
    var command = new ArrayList<>(List.of("docker", kind, "ls", "-q"));
    if (kind.equals("container")) {
      command.add("--all");
    }
    command.addAll(List.of("--filter", "label=io.rickyard.project=" + ref));
    return (int) Programs.run(command.toArray(String[]::new)).lines().count();
  }

  static boolean nothing(String ref) throws IOException, InterruptedException {
    return count("container", ref) + count("network", ref) + count("volume", ref) == 0;
  }

  /** What the engine says of each of a project's things of a kind. */
  static List<String> said(String kind, String ref, String format)
      throws IOException, InterruptedException {
    return Programs.run(
            "docker",
            kind,
            "ls",
            "--filter",
            "label=io.rickyard.project=" + ref,
            "--format",
            format)
        .lines()
        .toList();
  }

  /** Stops it and deletes what it has on the engine, without waiting until its trash is. */
  @Override
  public void close() throws IOException {
    try {
      var refs = removeProjects();
      installation.close();
      for (var ref : refs) {
        for (var volume : said("volume", ref, "{{.Name}}")) {
          Programs.run("docker", "volume", "rm", volume);
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("Interrupted while the installation was cleaned up", e);
    } finally {
      installation.close();
      workspace.close();
    }
  }

  private List<String> removeProjects() {
    if (installation.process().isEmpty()) {
      return List.of();
    }
    var refs =
        StreamSupport.stream(get(Path.of("/v1/projects")).spliterator(), false)
            .map(project -> project.path("ref").asText())
            .toList();
    refs.forEach(this::delete);
    for (var ref : refs) {
      Eventually.within(Duration.ofMinutes(2))
          .pollInterval(Duration.ofMillis(200))
          .until(() -> count("container", ref) + count("network", ref) == 0);
    }
    return refs;
  }
}
