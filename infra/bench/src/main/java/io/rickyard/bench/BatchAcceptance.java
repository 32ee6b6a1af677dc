package io.rickyard.bench;

import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.time.Instant;

/**
 * Tasks accepted in batches of 10,000, one batch after the other. They are due in a year, so that
 * what is measured is their acceptance and not their running.
 */
final class BatchAcceptance {

  private static final int LINES = 10_000;

  private final LocalInstallation installation;

  BatchAcceptance(LocalInstallation installation) {
    this.installation = installation;
  }

  /** Accepted tasks per second over so many batches; the best of them tells what is possible. */
  double run(int batches) throws IOException, InterruptedException {
    String line =
        "{\"type\":\"platform.probe\",\"organization\":\"%s\",\"run_at\":\"%s\"}\n"
            .formatted(installation.organization(), Instant.now().plus(Duration.ofDays(365)));
    var request =
        HttpRequest.newBuilder(URI.create(installation.url() + "/v1/tasks/batch"))
            .header("Authorization", "Bearer " + installation.token())
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(line.repeat(LINES)))
            .build();
    double best = 0;
    try (var client = HttpClient.newHttpClient()) {
      for (int i = 0; i < batches; i++) {
        long begun = System.nanoTime();
        var answer = client.send(request, BodyHandlers.ofString());
        double seconds = (System.nanoTime() - begun) / 1e9;
        String accepted = answer.headers().firstValue("Rickyard-Accepted").orElse("none");
        if (!accepted.equals(Integer.toString(LINES))) {
          throw new IOException(
              "Accepted " + accepted + " of " + LINES + ", status " + answer.statusCode());
        }
        best = Math.max(best, LINES / seconds);
      }
    }
    return best;
  }
}
