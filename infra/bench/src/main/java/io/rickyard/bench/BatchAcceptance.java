package io.rickyard.bench;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.TimeUnit;

/**
 * Tasks accepted in batches of 10,000. They are due in a year, so that what is measured is their
 * acceptance and not their running; a batch is sent when the one before is all in the status table.
 */
final class BatchAcceptance {

  private static final int LINES = 10_000;
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);

  private final Measured installation;

  BatchAcceptance(Measured installation) {
    this.installation = installation;
  }

  /** Accepted tasks per second of each batch, after some that count for nothing. */
  double[] run(int warm, int batches) throws IOException, InterruptedException {
    String line =
        "{\"type\":\"platform.probe\",\"organization\":\"%s\",\"run_at\":\"%s\"}\n"
            .formatted(installation.organization(), Instant.now().plus(Duration.ofDays(365)));
    var request =
        HttpRequest.newBuilder(installation.url().resolve("/v1/tasks/batch"))
            .header("Authorization", "Bearer " + installation.token())
            .header("Content-Type", "application/x-ndjson")
            .POST(BodyPublishers.ofString(line.repeat(LINES)))
            .build();
    var perSecond = new double[batches];
    try (var client = HttpClient.newHttpClient();
        Connection database = installation.inside().open()) {
      long shown = Measured.scheduled(database);
      for (int i = -warm; i < batches; i++) {
        double accepted = accept(client, request);
        shown += LINES;
        await(database, shown);
        if (i >= 0) {
          perSecond[i] = accepted;
        }
      }
    } catch (SQLException e) {
      throw new IOException("The database could not be asked", e);
    }
    return perSecond;
  }

  private static double accept(HttpClient client, HttpRequest request)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    var answer = client.send(request, BodyHandlers.ofString());
    double seconds = (System.nanoTime() - begun) / 1e9;
    String accepted = answer.headers().firstValue("Rickyard-Accepted").orElse("none");
    if (!accepted.equals(Integer.toString(LINES))) {
      throw new IOException(
          "Accepted " + accepted + " of " + LINES + ", status " + answer.statusCode());
    }
    return LINES / seconds;
  }

  private static void await(Connection database, long shown)
      throws SQLException, IOException, InterruptedException {
    long begun = System.nanoTime();
    while (Measured.scheduled(database) < shown) {
      if (System.nanoTime() - begun > LONGEST) {
        throw new IOException("A batch that was accepted is not shown");
      }
      TimeUnit.MILLISECONDS.sleep(20);
    }
  }
}
