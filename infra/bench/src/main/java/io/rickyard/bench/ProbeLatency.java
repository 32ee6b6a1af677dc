package io.rickyard.bench;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.EventStream;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.systemtests.LocalInstallation;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToLongFunction;

/**
 * From the first byte of a POST to the frame on the live stream that says "succeeded", and where on
 * that way the time goes by the clocks that the task itself carries.
 */
final class ProbeLatency {

  private final LocalInstallation installation;

  ProbeLatency(LocalInstallation installation) {
    this.installation = installation;
  }

  /**
   * One series.
   *
   * @param whole from the first byte of the POST to the frame
   * @param started from the first byte of the POST until the worker ran it
   * @param accepting until the gateway had made the command
   * @param starting from there until the worker ran it
   * @param running until its end
   * @param telling until the frame was read
   */
  record Series(
      Latencies whole,
      Latencies started,
      Latencies accepting,
      Latencies starting,
      Latencies running,
      Latencies telling) {}

  /** What was seen of one task; the machine's clock in microseconds. */
  private record Life(long sent, long created, long started, long ended, long seen) {

    static Life of(JsonNode task, long seen) {
      return new Life(
          0, at(task, "created_at"), at(task, "started_at"), at(task, "ended_at"), seen);
    }

    Life sentAt(long time) {
      return new Life(time, created, started, ended, seen);
    }

    private static long at(JsonNode task, String field) {
      return Load.micros(Instant.parse(task.path(field).asText()));
    }
  }

  /** Submits so many tasks at this pace, whether or not earlier ones have been answered. */
  Series measure(int perSecond, int count) throws IOException, InterruptedException {
    Map<String, Life> seen = new ConcurrentHashMap<>();
    var all = new CountDownLatch(count);
    var listening = new CountDownLatch(1);
    try (var client = installation.client();
        var stream =
            client.stream(
                Path.of("/v1/events").query("organization", installation.organization()), null)) {
      Thread.ofVirtual().start(() -> listen(stream, listening, seen, all));
      listening.await();
      Map<String, Long> sent =
          ProbeThroughput.probes(Measured.of(installation)).pace(perSecond, count);
      if (!all.await(60, TimeUnit.SECONDS)) {
        throw new IOException(all.getCount() + " of " + count + " tasks were not seen to succeed");
      }
      return series(
          sent.entrySet().stream()
              .map(task -> requireNonNull(seen.get(task.getKey()), "seen").sentAt(task.getValue()))
              .toList());
    }
  }

  private static Series series(List<Life> lives) {
    return new Series(
        between(lives, Life::sent, Life::seen),
        between(lives, Life::sent, Life::started),
        between(lives, Life::sent, Life::created),
        between(lives, Life::created, Life::started),
        between(lives, Life::started, Life::ended),
        between(lives, Life::ended, Life::seen));
  }

  private static Latencies between(
      List<Life> lives, ToLongFunction<Life> from, ToLongFunction<Life> until) {
    return Latencies.ofMicros(
        lives.stream().mapToLong(life -> until.applyAsLong(life) - from.applyAsLong(life)));
  }

  private static void listen(
      EventStream stream, CountDownLatch listening, Map<String, Life> seen, CountDownLatch all) {
    for (var event = stream.next(); event != null; event = stream.next()) {
      long now = Load.now();
      listening.countDown();
      if (event.name().equals("task")) {
        JsonNode task = parsed(event.data()).path("task");
        if (task.path("state").asText().equals("succeeded")
            && seen.putIfAbsent(task.path("id").asText(), Life.of(task, now)) == null) {
          all.countDown();
        }
      }
    }
  }

  private static JsonNode parsed(String json) {
    try {
      return RickyardClient.JSON.readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The live stream sent something that is no JSON", e);
    }
  }
}
