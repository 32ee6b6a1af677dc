package io.rickyard.bench;

import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.nio.file.Files;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** From the POST to a project that was seen to be healthy, one at a time. */
final class ProjectCreation {

  private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);

  private final LocalInstallation installation;

  ProjectCreation(LocalInstallation installation) {
    this.installation = installation;
  }

  /** One project, until it is healthy, in nanoseconds; it is gone when this returns. */
  long nanos(String name) throws IOException, InterruptedException {
    try (RickyardClient client = installation.client()) {
      long begun = System.nanoTime();
      String ref =
          client
              .post(
                  Path.of("/v1/projects"),
                  RickyardClient.object()
                      .put("name", name)
                      .put("organization_slug", installation.organization()))
              .body()
              .path("ref")
              .asText();
      awaitHealthy(client, ref, begun);
      long took = System.nanoTime() - begun;
      client.delete(Path.of("/v1/projects").segment(ref));
      awaitRemoved(client, ref);
      awaitSpareCluster();
      return took;
    }
  }

  /** Made for the next project when nothing else is; the plain server must not run against it. */
  private void awaitSpareCluster() throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (!spareClusterIsThere()) {
      if (System.nanoTime() - begun > LONGEST) {
        throw new IOException("There is no spare cluster");
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private boolean spareClusterIsThere() throws IOException {
    java.nio.file.Path spares = installation.data().resolve("spare");
    if (!Files.isDirectory(spares)) {
      return false;
    }
    try (Stream<java.nio.file.Path> versions = Files.list(spares)) {
      return versions.anyMatch(version -> Files.isDirectory(version.resolve("ready")));
    }
  }

  /** What is still being deleted would take its time from the next one. */
  private static void awaitRemoved(RickyardClient client, String ref)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (true) {
      try {
        client.get(Path.of("/v1/projects").segment(ref));
      } catch (RequestRefused e) {
        if (e.status() == 404) {
          return;
        }
        throw e;
      }
      if (System.nanoTime() - begun > LONGEST) {
        throw new IOException("Project " + ref + " is still there");
      }
      TimeUnit.MILLISECONDS.sleep(10);
    }
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
