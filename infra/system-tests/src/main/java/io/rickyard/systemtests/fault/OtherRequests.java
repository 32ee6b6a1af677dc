package io.rickyard.systemtests.fault;

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
    requests.put("batch", () -> client.postLines(Path.of("/v1/tasks/batch"), batch));
  }

  /** Asks for each of them once. */
  void ask() {
    requests.forEach((name, request) -> {
      try {
        request.run();
      } catch (RequestRefused e) {
        if (Load.passes(e)) {
          refusals.merge(name + " " + e.status() + " " + e.code(), 1L, Long::sum);
        } else {
          unreasoned.add("%s: %d %s %s".formatted(name, e.status(), e.code(), e.getMessage()));
        }
      } catch (InstallationUnreachable e) {
        unreasoned.add(name + ": " + e.getMessage());
      }
    });
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
