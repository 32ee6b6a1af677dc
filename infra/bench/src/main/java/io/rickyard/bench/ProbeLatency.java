package io.rickyard.bench;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** From the first byte of a POST to the frame on the live stream that says "succeeded". */
final class ProbeLatency {

  private static final int CONNECTIONS = 8;

  private final LocalInstallation installation;

  ProbeLatency(LocalInstallation installation) {
    this.installation = installation;
  }

  /** Submits so many tasks at this pace, whether or not earlier ones have been answered. */
  Latencies measure(int perSecond, int count) throws IOException, InterruptedException {
    Map<String, Long> sent = new ConcurrentHashMap<>();
    Map<String, Long> seen = new ConcurrentHashMap<>();
    var all = new CountDownLatch(count);
    var listening = new CountDownLatch(1);
    String body =
        "{\"type\":\"platform.probe\",\"organization\":\"" + installation.organization() + "\"}";
    try (var client = installation.client();
        var stream =
            client.stream(
                Path.of("/v1/events").query("organization", installation.organization()), null)) {
      Thread.ofVirtual().start(() -> listen(stream, listening, seen, all));
      listening.await();
      post(perSecond, count, body, sent);
      if (!all.await(60, TimeUnit.SECONDS)) {
        throw new IOException(all.getCount() + " of " + count + " tasks were not seen to succeed");
      }
    }
    return Latencies.of(
        sent.entrySet().stream()
            .mapToLong(task -> requireNonNull(seen.get(task.getKey()), "seen") - task.getValue())
            .toArray());
  }

  private void post(int perSecond, int count, String body, Map<String, Long> sent)
      throws IOException, InterruptedException {
    var threads = new Thread[CONNECTIONS];
    long begun = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
    long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    for (int i = 0; i < CONNECTIONS; i++) {
      int first = i;
      threads[i] =
          Thread.ofPlatform()
              .start(() -> {
                try (var connection =
                    new RawConnection(
                        installation.url(), installation.token(), "/v1/tasks", body)) {
                  for (int n = first; n < count; n += CONNECTIONS) {
                    until(begun + n * interval);
                    long at = System.nanoTime();
                    sent.put(id(connection.post()), at);
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

  private static void until(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static String id(String task) throws IOException {
    return RickyardClient.JSON.readTree(task).path("id").asText();
  }

  private static void listen(
      io.rickyard.cli.api.EventStream stream,
      CountDownLatch listening,
      Map<String, Long> seen,
      CountDownLatch all) {
    for (var event = stream.next(); event != null; event = stream.next()) {
      long now = System.nanoTime();
      listening.countDown();
      if (event.name().equals("task")) {
        JsonNode task = parsed(event.data()).path("task");
        if (task.path("state").asText().equals("succeeded")
            && seen.putIfAbsent(task.path("id").asText(), now) == null) {
          all.countDown();
        }
      }
    }
  }

  private static JsonNode parsed(String json) {
    try {
      return RickyardClient.JSON.readTree(json);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new IllegalStateException("The live stream sent something that is no JSON", e);
    }
  }
}
