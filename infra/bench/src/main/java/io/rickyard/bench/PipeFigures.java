package io.rickyard.bench;

import static java.util.Objects.requireNonNull;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/**
 * What the {@link RawPipe} reaches.
 *
 * @param perSecond posted over many connections until committed
 * @param slow from the first byte of a POST until the row was committed, at 20 a second
 * @param fast the same at 200 a second
 */
record PipeFigures(double perSecond, Latencies slow, Latencies fast) {

  private static final long LONGEST = TimeUnit.MINUTES.toNanos(2);

  static PipeFigures measure(
      String bootstrapServers, Connection database, int count, int connections)
      throws IOException, SQLException, InterruptedException {
    Map<String, Long> seen = new ConcurrentHashMap<>();
    try (var pipe = new RawPipe(bootstrapServers, database, id -> seen.put(id, Load.now()))) {
      String body = "{\"type\":\"platform.probe\",\"organization\":\"" + "x".repeat(20) + "\"}";
      var load = new Load(pipe.url(), "none", "/", body);
      load.flood(connections, count / 10);
      await(seen, count / 10);
      Latencies slow = latencies(load, 20, 400, seen);
      Latencies fast = latencies(load, 200, 3_000, seen);
      int before = seen.size();
      long begun = System.nanoTime();
      load.flood(connections, count);
      await(seen, before + count);
      return new PipeFigures(count / ((System.nanoTime() - begun) / 1e9), slow, fast);
    }
  }

  private static Latencies latencies(Load load, int perSecond, int count, Map<String, Long> seen)
      throws IOException, InterruptedException {
    int before = seen.size();
    Map<String, Long> sent = load.pace(perSecond, count);
    await(seen, before + count);
    return Latencies.ofMicros(
        sent.entrySet().stream()
            .mapToLong(task -> requireNonNull(seen.get(task.getKey()), "seen") - task.getValue()));
  }

  private static void await(Map<String, Long> seen, int count)
      throws IOException, InterruptedException {
    long begun = System.nanoTime();
    while (seen.size() < count) {
      if (System.nanoTime() - begun > LONGEST) {
        throw new IOException("The raw pipe lost " + (count - seen.size()) + " rows");
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
  }
}
