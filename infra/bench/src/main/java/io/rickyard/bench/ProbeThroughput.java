package io.rickyard.bench;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;

/**
 * Probe tasks, accepted over HTTP as fast as they are answered, until all are terminal in
 * PostgreSQL.
 */
final class ProbeThroughput {

  private static final long LONGEST = TimeUnit.MINUTES.toNanos(5);

  private final Measured installation;
  private final int connections;
  private double acceptedPerSecond;

  ProbeThroughput(Measured installation, int connections) {
    this.installation = installation;
    this.connections = connections;
  }

  /** Tasks per second over the whole way. */
  double run(int count) throws IOException, InterruptedException {
    try (Connection database = installation.inside().open()) {
      long before = Measured.succeeded(database);
      long begun = System.nanoTime();
      probes(installation).flood(connections, count);
      acceptedPerSecond = count / seconds(begun);
      while (installation.isAtWork(database) || Measured.succeeded(database) < before + count) {
        if (System.nanoTime() - begun > LONGEST) {
          throw new IOException(
              (before + count - Measured.succeeded(database))
                  + " of "
                  + count
                  + " tasks did not end");
        }
        TimeUnit.MILLISECONDS.sleep(20);
      }
      return count / seconds(begun);
    } catch (SQLException e) {
      throw new IOException("The database could not be asked", e);
    }
  }

  double acceptedPerSecond() {
    return acceptedPerSecond;
  }

  /** The usual probe task: one step that takes no time. */
  static Load probes(Measured installation) {
    return new Load(
        installation.url(),
        installation.token(),
        "/v1/tasks",
        "{\"type\":\"platform.probe\",\"organization\":\"" + installation.organization() + "\"}");
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
