package io.rickyard.launcher;

import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.postgres.Host;
import io.rickyard.postgres.RunAs;
import io.rickyard.worker.runtime.RuntimeChoice;
import io.rickyard.worker.runtime.docker.EngineProbe;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What new projects are built on. The worker decides by the same setting; org-service is told what
 * comes of it, so that it can refuse the impossible at once, and the gateway, so that it can be
 * asked.
 *
 * @param docker whether they are containers; otherwise they are processes of this host
 * @param because why, for people
 * @param settings what the environment says of the engine
 */
record RuntimeOfProjects(boolean docker, String because, Map<String, String> settings) {

  private static final String KIND = "RICKYARD_RUNTIME_KIND";
  private static final String PREFIX = "rickyard.runtime.docker.";
  private static final List<String> OF_THE_ENGINE =
      List.of(
          "engine",
          "certificates",
          "ssh.identity",
          "ssh.known-hosts",
          "address",
          "answer-within",
          "pull-within",
          "release",
          "images",
          "registry.username",
          "registry.password",
          "ports",
          "start-within",
          "stop-within",
          "trash-after",
          "adoptable");

  RuntimeOfProjects {
    settings = Map.copyOf(settings);
  }

  /** By the environment's RICKYARD_RUNTIME_KIND; without it, processes. */
  static RuntimeOfProjects asked(Map<String, String> environment) {
    var settings =
        EnvironmentSettings.named(OF_THE_ENGINE.stream().map(PREFIX::concat).toList(), environment);
    var engine = settings.getOrDefault(PREFIX + "engine", EngineProbe.USUAL_ADDRESS);
    var asked = environment.get(KIND);
    try {
      return switch (RuntimeChoice.named(asked == null ? "process" : asked)) {
        case PROCESS ->
            new RuntimeOfProjects(
                false, asked == null ? unasked(engine) : KIND + " says so", settings);
        case DOCKER -> new RuntimeOfProjects(true, KIND + " says so", settings);
        case AUTO ->
            EngineProbe.obstacle(ofTheEngine(settings))
                .map(why -> new RuntimeOfProjects(false, why, settings))
                .orElseGet(
                    () -> new RuntimeOfProjects(true, "an engine answers at " + engine, settings));
      };
    } catch (IllegalArgumentException e) {
      throw new LaunchFailed(String.valueOf(e.getMessage()));
    }
  }

  private static Map<String, String> ofTheEngine(Map<String, String> settings) {
    return settings.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                setting -> setting.getKey().substring(PREFIX.length()), Map.Entry::getValue));
  }

  /** Looks for a socket only: to ask it would cost a start more than it is worth. */
  private static String unasked(String engine) {
    var address = URI.create(engine);
    var there = "unix".equals(address.getScheme()) && Files.exists(Path.of(address.getPath()));
    return KIND
        + " is not set; "
        + (there ? "there is an engine at " + engine + " to choose" : "no engine is at " + engine);
  }

  /** The value of the setting. */
  String kind() {
    return docker ? "docker" : "process";
  }

  /** What it offers, as a list for a setting. */
  String profiles() {
    return docker
        ? Arrays.stream(StackProfile.values())
            .map(StackProfile::wireName)
            .collect(Collectors.joining(","))
        : StackProfile.DATABASE.wireName();
  }

  /** Whether the operating system keeps projects from each other. */
  boolean isolatesProjects(DataDirectory data) {
    return docker
        || RunAs.choose(Host.local(), "rky-probe", List.of(data.projects(), data.programs()))
            .isolated();
  }
}
