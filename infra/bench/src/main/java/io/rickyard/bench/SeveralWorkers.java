package io.rickyard.bench;

import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.systemtests.fault.SeparateInstallation;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * Probe tasks per second of an installation with a process for each part, one projector and a
 * growing number of workers. Its JVMs compile with C1 alone, so that the workers that came last are
 * soon as warm as the others: only the ratios between these figures mean something.
 */
final class SeveralWorkers {

  private static final int[] WORKERS = {1, 2, 4};

  private final java.nio.file.Path root;
  private final java.nio.file.Path work;
  private final int connections;

  SeveralWorkers(java.nio.file.Path root, java.nio.file.Path work, int connections) {
    this.root = root;
    this.work = work;
    this.connections = connections;
  }

  /** Tasks per second for each number of workers, over so many tasks each. */
  SortedMap<Integer, Double> run(int tasks) throws Exception {
    try (var installation = new SeparateInstallation(root, work, 1, false)) {
      installation.start();
      var throughput = new ProbeThroughput(measured(installation), connections);
      throughput.run(tasks / 2);
      var perSecond = new TreeMap<Integer, Double>();
      int running = 1;
      for (int wanted : WORKERS) {
        for (; running < wanted; running++) {
          installation.addWorker();
        }
        throughput.run(tasks / 4);
        perSecond.put(wanted, throughput.run(tasks));
      }
      return perSecond;
    }
  }

  private static Measured measured(SeparateInstallation installation) {
    String token = installation.token();
    try (RickyardClient client = installation.client(token)) {
      String organization =
          client
              .post(Path.of("/v1/organizations"), RickyardClient.object().put("name", "Workers"))
              .body()
              .path("slug")
              .asText();
      return new Measured(installation.url(), token, organization, installation::inspect);
    }
  }
}
