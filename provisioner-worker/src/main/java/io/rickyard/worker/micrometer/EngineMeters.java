package io.rickyard.worker.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.worker.engine.Meters;
import io.rickyard.worker.task.AcceptedTask;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Counts for Prometheus. Each meter is made when its labels first occur and looked up by a record
 * of enums afterwards, so that counting is an increment.
 */
@Singleton
final class EngineMeters implements Meters {

  private static final Duration[] BUCKETS = {
    Duration.ofMillis(5),
    Duration.ofMillis(10),
    Duration.ofMillis(25),
    Duration.ofMillis(50),
    Duration.ofMillis(100),
    Duration.ofMillis(250),
    Duration.ofMillis(500),
    Duration.ofSeconds(1),
    Duration.ofSeconds(5),
    Duration.ofSeconds(15),
    Duration.ofMinutes(1),
    Duration.ofMinutes(5),
    Duration.ofMinutes(30),
    Duration.ofHours(2)
  };

  private record Sort(TaskType type, TaskQueue queue) {
    static Sort of(AcceptedTask task) {
      return new Sort(task.type(), task.queue());
    }
  }

  private record End(Sort sort, TaskStatus outcome) {}

  private final MeterRegistry registry;
  private final Map<Sort, Counter> accepted = new ConcurrentHashMap<>();
  private final Map<Sort, Counter> retried = new ConcurrentHashMap<>();
  private final Map<Sort, Counter> putBack = new ConcurrentHashMap<>();
  private final Map<End, Counter> ended = new ConcurrentHashMap<>();
  private final Map<Sort, Timer> waits = new ConcurrentHashMap<>();
  private final Map<Sort, Timer> runs = new ConcurrentHashMap<>();
  private final DistributionSummary claims;
  private final Timer commits;
  private final Counter late;
  private final Counter leases;
  private final Counter takenOver;

  EngineMeters(MeterRegistry registry) {
    this.registry = registry;
    claims =
        DistributionSummary.builder("rickyard.claim.tasks")
            .description("tasks that one claim or intake gave this worker")
            .serviceLevelObjectives(1, 2, 4, 8, 16, 32, 64, 128, 256)
            .register(registry);
    commits = timer("rickyard.commit.duration", "one commit of what gathered").register(registry);
    late = count("rickyard.reports.late", "reports refused because another holds the task");
    leases = count("rickyard.lease.losses", "leases that this worker lost");
    takenOver = count("rickyard.tasks.taken.over", "tasks taken over from lost workers");
  }

  @Override
  public void accepted(AcceptedTask task) {
    accepted
        .computeIfAbsent(
            Sort.of(task), sort -> count("rickyard.tasks.accepted", "tasks taken in", sort))
        .increment();
  }

  @Override
  public void claimed(int tasks) {
    claims.record(tasks);
  }

  @Override
  public void started(AcceptedTask task, Duration waited) {
    waits
        .computeIfAbsent(
            Sort.of(task),
            sort ->
                time("rickyard.task.wait", "from acceptance or run_at to the first attempt", sort))
        .record(waited.isNegative() ? Duration.ZERO : waited);
  }

  @Override
  public void ran(AcceptedTask task, Duration duration) {
    runs.computeIfAbsent(
            Sort.of(task),
            sort -> time("rickyard.attempt.duration", "one attempt, to its commit", sort))
        .record(duration);
  }

  @Override
  public void ended(AcceptedTask task, TaskStatus outcome) {
    ended.computeIfAbsent(new End(Sort.of(task), outcome), this::ends).increment();
  }

  @Override
  public void retried(AcceptedTask task) {
    retried
        .computeIfAbsent(
            Sort.of(task),
            sort -> count("rickyard.tasks.retried", "attempts that another one follows", sort))
        .increment();
  }

  @Override
  public void putBack(AcceptedTask task) {
    putBack
        .computeIfAbsent(
            Sort.of(task),
            sort -> count("rickyard.tasks.put.back", "attempts that made room for others", sort))
        .increment();
  }

  @Override
  public void committed(Duration duration) {
    commits.record(duration);
  }

  @Override
  public void refusedLate() {
    late.increment();
  }

  @Override
  public void lostLease() {
    leases.increment();
  }

  @Override
  public void tookOver(int tasks) {
    takenOver.increment(tasks);
  }

  private Counter ends(End end) {
    return Counter.builder("rickyard.tasks.ended")
        .description("tasks that are over")
        .tags("type", end.sort().type().wireName(), "queue", end.sort().queue().wireName())
        .tag("outcome", end.outcome().wireName())
        .register(registry);
  }

  private Counter count(String name, String description) {
    return Counter.builder(name).description(description).register(registry);
  }

  private Counter count(String name, String description, Sort sort) {
    return Counter.builder(name)
        .description(description)
        .tags("type", sort.type().wireName(), "queue", sort.queue().wireName())
        .register(registry);
  }

  private Timer time(String name, String description, Sort sort) {
    return timer(name, description)
        .tags("type", sort.type().wireName(), "queue", sort.queue().wireName())
        .register(registry);
  }

  private static Timer.Builder timer(String name, String description) {
    return Timer.builder(name).description(description).serviceLevelObjectives(BUCKETS);
  }
}
