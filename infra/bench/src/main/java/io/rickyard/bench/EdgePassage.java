package io.rickyard.bench;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/** Requests to a project's gateway, through the edge and without it. */
final class EdgePassage {

  private static final String PATH = "/rest/v1/";
  private static final int WARM = 2_000;

  private final LocalInstallation installation;

  EdgePassage(LocalInstallation installation) {
    this.installation = installation;
  }

  /**
   * What was measured.
   *
   * @param edge through the edge
   * @param direct at the gateway itself
   */
  record Both<T>(T edge, T direct) {}

  /** Requests a second, and the times of single requests. */
  record Passage(Both<Double> perSecond, Both<Latencies> times) {}

  Passage run(int connections, int seconds, int single) throws Exception {
    try (var stacks = new Stacks(installation, "core")) {
      var ref = stacks.create("edge");
      stacks.await(ref, "ACTIVE_HEALTHY");
      var host = ref + ".localhost:" + installation.port();
      var edge = URI.create("http://127.0.0.1:" + installation.port());
      var direct = URI.create("http://127.0.0.1:" + gatewayPort(ref));
      times(edge, host, WARM);
      times(direct, host, WARM);
      perSecond(edge, host, connections, seconds / 2 + 1);
      var rates =
          new Both<>(
              perSecond(edge, host, connections, seconds),
              perSecond(direct, host, connections, seconds));
      var latencies = new Both<>(times(edge, host, single), times(direct, host, single));
      stacks.delete(ref);
      return new Passage(rates, latencies);
    }
  }

  private static int gatewayPort(String ref) throws IOException, InterruptedException {
    for (var container : Docker.containers(ref)) {
      if (Docker.service(container).equals("gateway")) {
        for (JsonNode bindings : container.at("/NetworkSettings/Ports")) {
          if (!bindings.isEmpty()) {
            return bindings.get(0).path("HostPort").asInt();
          }
        }
      }
    }
    throw new IOException("The gateway of " + ref + " publishes no port");
  }

  private static Latencies times(URI url, String host, int count) throws IOException {
    var nanos = new long[count];
    try (var connection = RawConnection.getting(url, host, PATH)) {
      for (int i = 0; i < count; i++) {
        long begun = System.nanoTime();
        connection.get();
        nanos[i] = System.nanoTime() - begun;
      }
    }
    return Latencies.of(nanos);
  }

  private static double perSecond(URI url, String host, int connections, int seconds)
      throws InterruptedException, ExecutionException {
    long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(seconds);
    var callers = new ArrayList<Callable<Integer>>();
    for (int i = 0; i < connections; i++) {
      callers.add(() -> {
        int answered = 0;
        try (var connection = RawConnection.getting(url, host, PATH)) {
          for (; System.nanoTime() - until < 0; answered++) {
            connection.get();
          }
        }
        return answered;
      });
    }
    double all = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answered : threads.invokeAll(callers)) {
        all += answered.get();
      }
    }
    return all / seconds;
  }
}
