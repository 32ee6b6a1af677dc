package io.rickyard.bench;

import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;

/**
 * What it costs to know who asks: the same resource, which is open to everybody, without a token
 * and with each kind of token.
 */
final class Authentication {

  private static final String PATH = "/v1/roles";
  private static final int CONNECTIONS = 4;
  private static final int PER_ROUND = 5_000;
  private static final int ROUNDS_BEFORE = 4;
  private static final int ROUNDS = 7;

  private final LocalInstallation installation;

  Authentication(LocalInstallation installation) {
    this.installation = installation;
  }

  /**
   * Processor time of a request, of all processes of the installation, in milliseconds: the middle
   * of several rounds, in turn.
   *
   * @param open without a token
   * @param personal with a personal access token
   * @param signed with a session's access token, a JWT
   */
  record Costs(double open, double personal, double signed) {}

  Costs run(String accessToken) throws IOException, InterruptedException {
    List<Double> open = new ArrayList<>();
    List<Double> personal = new ArrayList<>();
    List<Double> signed = new ArrayList<>();
    for (int round = -ROUNDS_BEFORE; round < ROUNDS; round++) {
      double without = millis(Map.of());
      double withPersonal = millis(RawConnection.bearer(installation.token()));
      double withSigned = millis(RawConnection.bearer(accessToken));
      if (round >= 0) {
        open.add(without);
        personal.add(withPersonal);
        signed.add(withSigned);
      }
    }
    return new Costs(middle(open), middle(personal), middle(signed));
  }

  private double millis(Map<String, String> headers) throws IOException, InterruptedException {
    var before = ProcessorTime.of(installation);
    flood(installation.url(), headers);
    return ProcessorTime.of(installation).since(before).all().toNanos()
        / 1e6
        / PER_ROUND
        / CONNECTIONS;
  }

  private static void flood(URI url, Map<String, String> headers)
      throws IOException, InterruptedException {
    var callers = new ArrayList<Callable<Void>>();
    for (int i = 0; i < CONNECTIONS; i++) {
      callers.add(() -> {
        try (var connection = RawConnection.getting(url, PATH, headers)) {
          for (int n = 0; n < PER_ROUND; n++) {
            connection.send(200);
          }
        }
        return null;
      });
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answered : threads.invokeAll(callers)) {
        answered.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("A request failed", e);
    }
  }

  private static double middle(List<Double> values) {
    return values.stream().sorted().skip(values.size() / 2).findFirst().orElseThrow();
  }
}
