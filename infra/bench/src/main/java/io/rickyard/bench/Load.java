package io.rickyard.bench;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.cli.api.RickyardClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * One request, posted many times.
 *
 * @param url the origin
 * @param token shown as a Bearer
 * @param path where to
 * @param body what
 */
record Load(URI url, String token, String path, String body) {

  private static final int PACED_CONNECTIONS = 8;

  /** What runs on each connection. */
  private interface Posting {
    void run(RawConnection connection) throws IOException;
  }

  /** Posts as fast as it is answered; returns when all are. */
  void flood(int connections, int count) throws InterruptedException {
    var left = new AtomicInteger(count);
    var threads = new Thread[connections];
    for (int i = 0; i < connections; i++) {
      threads[i] =
          start(connection -> {
            while (left.getAndDecrement() > 0) {
              connection.send(202);
            }
          });
    }
    join(threads);
  }

  /**
   * Posts at a pace, whether or not earlier ones have been answered.
   *
   * @return when each answered id was sent, in microseconds
   */
  Map<String, Long> pace(int perSecond, int count) throws InterruptedException {
    Map<String, Long> sent = new ConcurrentHashMap<>();
    var threads = new Thread[PACED_CONNECTIONS];
    long begun = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(50);
    long interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    for (int i = 0; i < PACED_CONNECTIONS; i++) {
      int first = i;
      threads[i] =
          start(connection -> {
            for (int n = first; n < count; n += PACED_CONNECTIONS) {
              until(begun + n * interval);
              long at = now();
              sent.put(id(connection.send(202)), at);
            }
          });
    }
    join(threads);
    return sent;
  }

  /** The machine's clock in microseconds. */
  static long now() {
    return micros(Instant.now());
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  private Thread start(Posting posting) {
    return Thread.ofPlatform()
        .start(() -> {
          try (var connection =
              RawConnection.posting(url, path, RawConnection.bearer(token), body)) {
            posting.run(connection);
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        });
  }

  private static void join(Thread[] threads) throws InterruptedException {
    for (Thread thread : threads) {
      thread.join();
    }
  }

  private static void until(long nanoTime) {
    for (long left = nanoTime - System.nanoTime(); left > 0; left = nanoTime - System.nanoTime()) {
      LockSupport.parkNanos(left);
    }
  }

  private static String id(String answer) throws JsonProcessingException {
    return RickyardClient.JSON.readTree(answer).path("id").asText();
  }
}
