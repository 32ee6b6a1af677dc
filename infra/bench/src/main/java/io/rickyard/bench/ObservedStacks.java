package io.rickyard.bench;

import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.systemtests.fault.SeparateInstallation;
import io.rickyard.systemtests.fault.Variation;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What a worker, as a process of its own, needs for the stacks that it looks at every few seconds.
 * The stacks are simulated behind the port that runtimes have, so what a real runtime remembers of
 * its stacks is not in it.
 */
final class ObservedStacks {

  private static final String WORKER = "worker-1";
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(5);

  /** Each stack is looked at several times before it counts. */
  private static final long ROUNDS_SECONDS = 20;

  private final java.nio.file.Path root;
  private final java.nio.file.Path work;

  ObservedStacks(java.nio.file.Path root, java.nio.file.Path work) {
    this.root = root;
    this.work = work;
  }

  /**
   * The worker's memory in MiB.
   *
   * @param resident what the process has
   * @param live what is left of its heap after a collection
   */
  record Figures(double resident, double live) {}

  /** With one stack, and with so many. */
  List<Figures> run(int many) throws Exception {
    try (var installation = new SeparateInstallation(root, work, 1, false, simulated())) {
      installation.start();
      var figures = new ArrayList<Figures>();
      try (var client = installation.client(installation.token())) {
        var organization = organization(client);
        create(client, organization, 1);
        figures.add(measured(installation));
        create(client, organization, many - 1);
        figures.add(measured(installation));
      }
      return List.copyOf(figures);
    }
  }

  private Variation simulated() {
    return new Variation(
        Map.of(
            "org",
            Map.of(
                "RICKYARD_RUNTIME_PROFILES", "database,core,standard,full",
                "RICKYARD_LIMITS_PROJECTS_PER_ORGANIZATION", "10000")),
        List.of(root.resolve("infra/bench/target/classes")));
  }

  private static String organization(RickyardClient client) {
    return client
        .post(Path.of("/v1/organizations"), RickyardClient.object().put("name", "Observed"))
        .body()
        .path("slug")
        .asText();
  }

  private static void create(RickyardClient client, String organization, int count)
      throws IOException, InterruptedException {
    var refs = new ArrayList<String>();
    for (int i = 0; i < count; i++) {
      var body =
          RickyardClient.object()
              .put("name", "observed " + i)
              .put("organization_slug", organization)
              .put("profile", "full");
      refs.add(client.post(Path.of("/v1/projects"), body).body().path("ref").asText());
    }
    long begun = System.nanoTime();
    for (var ref : refs) {
      while (!status(client, ref).equals("ACTIVE_HEALTHY")) {
        if (System.nanoTime() - begun > LONGEST) {
          throw new IOException("Project " + ref + " is still " + status(client, ref));
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    TimeUnit.SECONDS.sleep(ROUNDS_SECONDS);
  }

  private static String status(RickyardClient client, String ref) {
    return client.get(Path.of("/v1/projects").segment(ref)).path("status").asText();
  }

  private static Figures measured(SeparateInstallation installation)
      throws IOException, InterruptedException {
    var worker = ProcessHandle.of(installation.pid(WORKER)).orElseThrow();
    var live = Memory.liveMebibytes(worker); // collects, so that nothing else is resident
    return new Figures(Memory.residentMebibytes(List.of(worker)), live);
  }
}
