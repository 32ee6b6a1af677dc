package io.rickyard.systemtests.fault;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.api.Answer;
import io.rickyard.cli.api.InstallationUnreachable;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Clients that ask for tasks at a pace, and ask again under the same idempotency key until they are
 * acknowledged, as a careful caller does. What they ask for follows from the seed and the number of
 * the task alone.
 */
final class Load implements AutoCloseable {

  private static final int CLIENTS = 6;
  private static final long AGAIN_MILLIS = 100;

  private final RickyardClient client;
  private final String organization;
  private final long seed;
  private final long pauseNanos;
  private final AtomicLong next = new AtomicLong();
  private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();
  private final Map<String, Long> refusals = new ConcurrentSkipListMap<>();
  private final AtomicLong slowestNanos = new AtomicLong();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch cut = new CountDownLatch(1);
  private final List<Thread> clients = new ArrayList<>();

  Load(RickyardClient client, String organization, long seed, int perSecond) {
    this.client = client;
    this.organization = organization;
    this.seed = seed;
    this.pauseNanos = TimeUnit.SECONDS.toNanos(CLIENTS) / perSecond;
  }

  void start() {
    for (int i = 0; i < CLIENTS; i++) {
      clients.add(Thread.ofVirtual().name("load-" + i).start(this::run));
    }
  }

  /** Which tasks were acknowledged so far. */
  Collection<Accepted> accepted() {
    return List.copyOf(accepted);
  }

  /** How many were acknowledged so far. */
  int acknowledged() {
    return accepted.size();
  }

  /** How many requests had to be sent again. */
  long repeated() {
    return refusals.values().stream().mapToLong(Long::longValue).sum();
  }

  /** How often the installation said that it cannot take work in now. */
  long turnedAway() {
    return refusals.entrySet().stream()
        .filter(refusal -> refusal.getKey().startsWith("5"))
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  /** How often each refusal was answered that asking again is the right answer to. */
  Map<String, Long> refusals() {
    return Map.copyOf(refusals);
  }

  /** How long the slowest answer took. */
  Duration slowest() {
    return Duration.ofNanos(slowestNanos.get());
  }

  /** Answers that no fault excuses. */
  List<String> refused() {
    return List.copyOf(refused);
  }

  private void run() {
    try {
      while (!closing.await(pauseNanos, TimeUnit.NANOSECONDS)) {
        ask(next.getAndIncrement());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private void ask(long number) throws InterruptedException {
    var random = new Random(seed * 31 + number);
    TaskKind kind = TaskKind.drawn(random);
    String key = "fault-" + seed + "-" + number;
    ObjectNode body = kind.request(organization, random);
    boolean lock = kind == TaskKind.LOCK;
    Path path = Path.of(lock ? "/v1/locks" : "/v1/tasks");
    Optional<Answer> answer = untilAnswered(key, path, lock ? body : labelled(body, key));
    if (answer.isEmpty()) {
      return;
    }
    String id = answer.get().body().path(lock ? "ticket" : "id").asText();
    accepted.add(new Accepted(UUID.fromString(id), key, kind));
    if (kind == TaskKind.CANCELLED) {
      untilAnswered(key + "-cancel", Path.of("/v1/tasks").segment(id).segment("cancel"), null);
    }
  }

  private static ObjectNode labelled(ObjectNode body, String key) {
    body.putObject("labels").put("fault", key);
    return body;
  }

  /** The acknowledgement; empty when there is none to be had, or the load was cut off. */
  private Optional<Answer> untilAnswered(String key, Path path, @Nullable ObjectNode body)
      throws InterruptedException {
    do {
      try {
        return Optional.of(timed(path, body, key));
      } catch (RequestRefused e) {
        if (!passes(e.status(), e.code()) && !comesLater(e, key)) {
          refused.add(key + ": " + e.status() + " " + e.code() + " " + e.getMessage());
          return Optional.empty();
        }
        refusals.merge(e.status() + " " + e.code(), 1L, Long::sum);
      } catch (InstallationUnreachable _) {
        refusals.merge(FaultRun.UNANSWERED, 1L, Long::sum);
      }
    } while (!cut.await(AGAIN_MILLIS, TimeUnit.MILLISECONDS));
    return Optional.empty();
  }

  private Answer timed(Path path, @Nullable ObjectNode body, String key) {
    long begun = System.nanoTime();
    try {
      return client.post(path, body, key);
    } finally {
      slowestNanos.accumulateAndGet(System.nanoTime() - begun, Math::max);
    }
  }

  /** Whether asking again is the right answer to a refusal: it has a reason that passes. */
  static boolean passes(int status, String code) {
    return status == 429 || (status > 500 && !code.startsWith("http_"));
  }

  /** The task is looked up where it may not have arrived yet. */
  private static boolean comesLater(RequestRefused refusal, String key) {
    return refusal.status() == 404 && key.endsWith("-cancel");
  }

  /** Asks for nothing new, and waits until everything that was asked for is answered. */
  void finish(Duration within) throws InterruptedException {
    closing.countDown();
    long until = System.nanoTime() + within.toNanos();
    for (Thread thread : clients) {
      thread.join(Duration.ofNanos(Math.max(1, until - System.nanoTime())));
    }
    cut.countDown();
    for (Thread thread : clients) {
      thread.join();
    }
  }

  @Override
  public void close() {
    closing.countDown();
    cut.countDown();
    client.close();
    clients.forEach(Thread::interrupt);
  }
}
