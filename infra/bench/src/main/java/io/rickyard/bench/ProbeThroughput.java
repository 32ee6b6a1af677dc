package io.rickyard.bench;

import io.rickyard.systemtests.LocalInstallation;
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

  private final LocalInstallation installation;
  private final int connections;
  private double acceptedPerSecond;

  ProbeThroughput(LocalInstallation installation, int connections) {
    this.installation = installation;
    this.connections = connections;
  }

  /** Tasks per second over the whole way. */
  double run(int count) throws IOException, InterruptedException {
    try (Connection database = installation.database()) {
      long before = terminal(database);
      long begun = System.nanoTime();
      probes(installation).flood(connections, count);
      acceptedPerSecond = count / seconds(begun);
      while (terminal(database) < before + count) {
        if (System.nanoTime() - begun > LONGEST) {
          throw new IOException(
              (before + count - terminal(database)) + " of " + count + " tasks did not end");
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
  static Load probes(LocalInstallation installation) {
    return new Load(
        installation.url(),
        installation.token(),
        "/v1/tasks",
        "{\"type\":\"platform.probe\",\"organization\":\"" + installation.organization() + "\"}");
  }

  private static long terminal(Connection database) throws SQLException {
    try (var statement = database.createStatement();
        var rows =
            statement.executeQuery(
                "select count(*) from status.task where state = 'succeeded' and type = 'platform.probe'")) {
      rows.next();
      return rows.getLong(1);
    }
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
