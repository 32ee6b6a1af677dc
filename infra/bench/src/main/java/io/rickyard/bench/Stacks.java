package io.rickyard.bench;

import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.util.concurrent.TimeUnit;

/** Projects of one profile, made and changed through the API. */
final class Stacks implements AutoCloseable {

  private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);

  private final RickyardClient client;
  private final String organization;
  private final String profile;

  Stacks(LocalInstallation installation, String profile) {
    this.client = installation.client();
    this.organization = installation.organization();
    this.profile = profile;
  }

  /** Asks for one; its reference. */
  String create(String name) {
    var body =
        RickyardClient.object()
            .put("name", name)
            .put("organization_slug", organization)
            .put("profile", profile);
    return client.post(Path.of("/v1/projects"), body).body().path("ref").asText();
  }

  void pause(String ref) throws IOException, InterruptedException {
    client.post(project(ref).segment("pause"), null);
    await(ref, "INACTIVE");
  }

  /** Asks for a resume and waits; how long that took. */
  double resumeSeconds(String ref) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    client.post(project(ref).segment("restore"), null);
    await(ref, "ACTIVE_HEALTHY");
    return seconds(begun);
  }

  void delete(String ref) throws IOException, InterruptedException {
    client.delete(project(ref));
    long begun = System.nanoTime();
    while (!Docker.ids(ref).isEmpty()) {
      requireTime(ref, "not gone", begun);
      TimeUnit.MILLISECONDS.sleep(100);
    }
  }

  String status(String ref) {
    return client.get(project(ref)).path("status").asText();
  }

  void await(String ref, String wanted) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    for (var status = status(ref); !status.equals(wanted); status = status(ref)) {
      if (status.endsWith("_FAILED")) {
        throw new IOException("Project " + ref + " is " + status);
      }
      requireTime(ref, status, begun);
      TimeUnit.MILLISECONDS.sleep(10);
    }
  }

  static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private static void requireTime(String ref, String how, long begun) throws IOException {
    if (System.nanoTime() - begun > LONGEST) {
      throw new IOException("Project " + ref + " is still " + how);
    }
  }

  private static Path project(String ref) {
    return Path.of("/v1/projects").segment(ref);
  }

  @Override
  public void close() {
    client.close();
  }
}
