package io.rickyard.bench;

import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

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
      accept(count);
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

  private void accept(int count) throws InterruptedException {
    var left = new AtomicInteger(count);
    String body =
        "{\"type\":\"platform.probe\",\"organization\":\"" + installation.organization() + "\"}";
    var threads = new Thread[connections];
    for (int i = 0; i < connections; i++) {
      threads[i] =
          Thread.ofPlatform()
              .start(() -> {
                try (var connection =
                    new RawConnection(
                        installation.url(), installation.token(), "/v1/tasks", body)) {
                  while (left.getAndDecrement() > 0) {
                    connection.post();
                  }
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
    }
    for (Thread thread : threads) {
      thread.join();
    }
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
