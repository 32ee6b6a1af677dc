package io.rickyard.systemtests.fault;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.InstallationUnreachable;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What people ask for while something is wrong, one request for each way through the services; each
 * is to be answered well or refused with a reason.
 */
final class OtherRequests {

  private final Map<String, Runnable> requests = new LinkedHashMap<>();
  private final Map<String, Long> refusals = new TreeMap<>();
  private final List<String> unreasoned = new ArrayList<>();

  /**
   * Prepares them.
   *
   * @param client signed in
   * @param organization the client's
   * @param signIn signs in anew
   */
  OtherRequests(RickyardClient client, String organization, Runnable signIn) {
    var task = RickyardClient.object().put("type", "platform.probe");
    byte[] batch = (task.put("organization", organization) + "\n").getBytes(StandardCharsets.UTF_8);
    requests.put("sign in", signIn);
    requests.put("organizations", () -> client.get(Path.of("/v1/organizations")));
    requests.put("tasks", () -> client.get(Path.of("/v1/tasks")));
    requests.put("schedules", () -> client.get(Path.of("/v1/schedules")));
    requests.put("queues", () -> client.get(Path.of("/v1/queues")));
    requests.put(
        "batch", () -> client.postLines(Path.of("/v1/tasks/batch"), batch).forEach(this::line));
  }

  /** A batch is answered with 200, and each of its lines by itself. */
  private void line(JsonNode line) {
    if (line.hasNonNull("problem")) {
      var problem = line.path("problem");
      refused(
          "line of a batch",
          problem.path("status").asInt(),
          problem.path("code").asText(),
          problem.path("detail").asText());
    }
  }

  /** Asks for each of them once. */
  void ask() {
    requests.forEach((name, request) -> {
      try {
        request.run();
      } catch (RequestRefused e) {
        refused(name, e.status(), e.code(), String.valueOf(e.getMessage()));
      } catch (InstallationUnreachable e) {
        unreasoned.add(name + ": " + e.getMessage());
      }
    });
  }

  private void refused(String name, int status, String code, String words) {
    if (Load.passes(status, code)) {
      refusals.merge(name + " " + status + " " + code, 1L, Long::sum);
    } else {
      unreasoned.add("%s: %d %s %s".formatted(name, status, code, words));
    }
  }

  /** How often each refusal with a reason was answered. */
  Map<String, Long> refusals() {
    return Map.copyOf(refusals);
  }

  /** What was answered without a good reason, or not at all. */
  List<String> unreasoned() {
    return unreasoned.stream().distinct().toList();
  }
}
