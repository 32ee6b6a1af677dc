package io.rickyard.bench;

import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

/**
 * Probe tasks of many organizations in turn, which all wait before the first may run: their type is
 * paused until all have reached the queue.
 */
final class WaitingOrganizations {

  private static final int LINES = 2_000;

  private static final int CALLERS = 8;
  private static final long LONGEST = TimeUnit.MINUTES.toNanos(5);
  private static final Path PAUSE = Path.of("/v1/pauses").segment("type:platform.probe");

  private final LocalInstallation installation;
  private final List<String> organizations = new ArrayList<>();

  WaitingOrganizations(LocalInstallation installation) {
    this.installation = installation;
  }

  /**
   * Tasks per second.
   *
   * @param accepting from the first batch until all wait in the queue
   * @param running from the end of the pause until all are terminal in PostgreSQL
   * @param whole both
   */
  record PerSecond(double accepting, double running, double whole) {}

  /** Measures it for so many organizations. */
  PerSecond run(int tasks, int count) throws IOException, InterruptedException {
    try (RickyardClient client = installation.client();
        Connection database = installation.database()) {
      make(client, count);
      client.put(PAUSE, RickyardClient.object());
      long before = Measured.succeeded(database);
      long begun = System.nanoTime();
      for (int first = 0; first < tasks; first += LINES) {
        accept(client, first, Math.min(LINES, tasks - first), count);
      }
      while (waiting(database) < tasks) {
        pause(begun);
      }
      double accepting = seconds(begun);
      long resumed = System.nanoTime();
      client.delete(PAUSE);
      while (isAnyLeft(database) || Measured.succeeded(database) < before + tasks) {
        pause(resumed);
      }
      double running = seconds(resumed);
      return new PerSecond(tasks / accepting, tasks / running, tasks / (accepting + running));
    } catch (SQLException e) {
      throw new IOException("The database could not be asked", e);
    }
  }

  /** Those that were made before are used again. */
  private void make(RickyardClient client, int count) throws IOException, InterruptedException {
    try (var callers = Executors.newFixedThreadPool(CALLERS)) {
      List<Future<String>> made = new ArrayList<>();
      for (int i = organizations.size(); i < count; i++) {
        var organization = RickyardClient.object().put("name", "Waiting " + i);
        made.add(
            callers.submit(() ->
                client
                    .post(Path.of("/v1/organizations"), organization)
                    .body()
                    .path("slug")
                    .asText()));
      }
      for (var organization : made) {
        organizations.add(organization.get());
      }
    } catch (ExecutionException e) {
      throw new IOException("An organization could not be made", e);
    }
  }

  private void accept(RickyardClient client, int first, int lines, int count) throws IOException {
    var body = new StringBuilder();
    for (int i = first; i < first + lines; i++) {
      body.append(
          "{\"type\":\"platform.probe\",\"organization\":\"%s\"}\n"
              .formatted(organizations.get(i % count)));
    }
    long taken =
        client
            .postLines(Path.of("/v1/tasks/batch"), body.toString().getBytes(StandardCharsets.UTF_8))
            .stream()
            .filter(line -> !line.hasNonNull("problem"))
            .count();
    if (taken != lines) {
      throw new IOException("Accepted " + taken + " of " + lines + " tasks");
    }
  }

  private static long waiting(Connection database) throws SQLException {
    try (var statement = database.createStatement();
        var rows = statement.executeQuery("select count(*) from provisioner.ready")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  /** Cheap, so that it may be asked often. */
  private static boolean isAnyLeft(Connection database) throws SQLException {
    try (var statement = database.createStatement();
        var rows =
            statement.executeQuery(
                "select exists (select from provisioner.ready)"
                    + " or exists (select from provisioner.running)")) {
      rows.next();
      return rows.getBoolean(1);
    }
  }

  private static void pause(long begun) throws IOException, InterruptedException {
    if (System.nanoTime() - begun > LONGEST) {
      throw new IOException("Not all tasks came so far in time");
    }
    TimeUnit.MILLISECONDS.sleep(20);
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
