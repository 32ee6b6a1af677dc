package io.rickyard.bench;

import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** From the POST to a project that was seen to be healthy. */
final class ProjectCreation {

  private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);

  private final LocalInstallation installation;

  ProjectCreation(LocalInstallation installation) {
    this.installation = installation;
  }

  /** The median over so many projects, one after the other; each is deleted again. */
  double seconds(int count) throws IOException, InterruptedException {
    var nanos = new long[count];
    try (RickyardClient client = installation.client()) {
      for (int i = 0; i < count; i++) {
        long begun = System.nanoTime();
        String ref =
            client
                .post(
                    Path.of("/v1/projects"),
                    RickyardClient.object()
                        .put("name", "bench " + i)
                        .put("organization_slug", installation.organization()))
                .body()
                .path("ref")
                .asText();
        awaitHealthy(client, ref, begun);
        nanos[i] = System.nanoTime() - begun;
        client.delete(Path.of("/v1/projects").segment(ref));
      }
    }
    return Latencies.of(nanos).millis(0.5) / 1000;
  }

  private static void awaitHealthy(RickyardClient client, String ref, long begun)
      throws IOException, InterruptedException {
    while (true) {
      String status = client.get(Path.of("/v1/projects").segment(ref)).path("status").asText();
      if (status.equals("ACTIVE_HEALTHY")) {
        return;
      }
      if (status.endsWith("_FAILED") || System.nanoTime() - begun > LONGEST) {
        throw new IOException("Project " + ref + " is " + status);
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }
}
