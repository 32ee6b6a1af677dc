package io.rickyard.launcher;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Waits until nothing is on its way any more: projects that should run were seen to run, or it is
 * known why not. A project that nobody can see yet counts as on its way.
 */
final class ProjectsReady {

  private static final Set<String> ON_THE_WAY =
      Set.of(
          "COMING_UP",
          "PAUSING",
          "RESTORING",
          "RESTARTING",
          "UPGRADING",
          "GOING_DOWN",
          "RESIZING",
          "UNKNOWN");
  private static final Duration LONGEST = Duration.ofMinutes(3);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private final RickyardClient client;
  private final Console console;
  private List<JsonNode> projects = List.of();

  ProjectsReady(RickyardClient client, Console console) {
    this.client = client;
    this.console = console;
  }

  /** Shows each project as it comes to rest, and gives up after three minutes, saying so. */
  void await() throws InterruptedException {
    long deadline = System.nanoTime() + LONGEST.toNanos();
    var told = new HashSet<String>();
    while (true) {
      projects = read();
      for (JsonNode project : projects) {
        if (!onTheWay(project) && told.add(project.path("ref").asText())) {
          console.line(
              "  %s %-36s %s"
                  .formatted(
                      healthy(project) ? "\u2713" : "\u00b7",
                      "project " + project.path("name").asText(),
                      project.path("status").asText()));
        }
      }
      if (projects.stream().noneMatch(ProjectsReady::onTheWay)) {
        return;
      }
      if (System.nanoTime() - deadline > 0) {
        console.line("  \u00b7 some projects are still on their way; the dashboard shows them");
        return;
      }
      Thread.sleep(PAUSE);
    }
  }

  /** As they were seen last. */
  List<JsonNode> projects() {
    return projects;
  }

  private List<JsonNode> read() {
    var all = new ArrayList<JsonNode>();
    client.get(Path.of("/v1/projects")).forEach(all::add);
    return List.copyOf(all);
  }

  private static boolean onTheWay(JsonNode project) {
    return ON_THE_WAY.contains(project.path("status").asText());
  }

  private static boolean healthy(JsonNode project) {
    return project.path("status").asText().equals("ACTIVE_HEALTHY");
  }
}
