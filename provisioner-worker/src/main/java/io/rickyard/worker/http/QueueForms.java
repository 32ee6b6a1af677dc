package io.rickyard.worker.http;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.micronaut.core.annotation.Introspected;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.flow.FlowPause;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.worker.flow.Kind;
import io.rickyard.worker.queue.FlowSight;
import io.rickyard.worker.queue.FlowSight.Line;
import io.rickyard.worker.queue.FlowSight.Sight;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Queues and workers on the wire. */
final class QueueForms {

  private QueueForms() {}

  /** What an organization has waiting. */
  @Introspected
  record Share(OrganizationId organization, long depth, long running, Instant oldestAt) {
    static Share of(Line line) {
      return new Share(line.organization(), line.depth(), line.running(), line.oldest());
    }
  }

  /** Tasks that no worker can run as long as none has their labels. */
  @Introspected
  record Unserved(TaskType type, Map<String, String> workerLabels, long depth, String reason) {}

  /** A queue, as far as the caller may see it. */
  @Introspected
  record Queue(
      TaskQueue name,
      long depth,
      @Nullable Long running,
      @Nullable Instant oldestAt,
      @Nullable FlowPause paused,
      List<Share> organizations) {}

  /** Everything there is to see about the queues. */
  @Introspected
  record Queues(List<Queue> data, List<FlowPause> pauses, List<Unserved> unserved) {

    static Queues of(Sight sight, Predicate<OrganizationId> seen, boolean all) {
      return new Queues(
          Arrays.stream(TaskQueue.values()).map(queue -> queue(sight, queue, seen, all)).toList(),
          sight.rules().pauses().stream().filter(pause -> all || concerns(pause, seen)).toList(),
          all ? unserved(sight) : List.of());
    }

    private static Queue queue(
        Sight sight, TaskQueue queue, Predicate<OrganizationId> seen, boolean all) {
      var lines =
          sight.lines().stream()
              .filter(line -> line.queue() == queue)
              .filter(line -> all || seen.test(line.organization()))
              .toList();
      return new Queue(
          queue,
          lines.stream().mapToLong(Line::depth).sum(),
          all ? sight.running().getOrDefault(queue, 0L) : null,
          lines.stream().map(Line::oldest).min(Instant::compareTo).orElse(null),
          sight.rules().pauses().stream()
              .filter(pause -> pause.scope().equals(FlowScope.of(queue)))
              .findFirst()
              .orElse(null),
          lines.stream().map(Share::of).toList());
    }

    private static boolean concerns(FlowPause pause, Predicate<OrganizationId> seen) {
      return switch (pause.scope().kind()) {
        case QUEUE, TYPE -> true;
        case ORGANIZATION -> seen.test(new OrganizationId(pause.scope().name()));
        case WORKER -> false;
      };
    }

    private static List<Unserved> unserved(Sight sight) {
      return sight.asking().stream()
          .filter(
              asking -> sight.workers().stream().noneMatch(worker -> worker.serves(asking.kind())))
          .map(asking ->
              new Unserved(
                  asking.kind().type(),
                  asking.kind().labels(),
                  asking.depth(),
                  reason(asking.kind(), sight)))
          .toList();
    }

    private static String reason(Kind kind, Sight sight) {
      return sight.workers().stream().anyMatch(worker -> worker.has(kind.type()))
          ? "No worker has these labels"
          : "No worker has the class of this type";
    }
  }

  /** A worker. */
  @Introspected
  record Worker(
      WorkerId id,
      String state,
      Map<String, String> labels,
      @JsonInclude(JsonInclude.Include.NON_EMPTY) Set<ExtensionType> extensions,
      int criticalSlots,
      int sharedSlots,
      long running,
      Instant since,
      Instant heartbeatAt,
      @Nullable FlowPause drained) {

    static Worker of(FlowSight.Worker worker, Sight sight, Duration lease, Instant now) {
      var pause =
          sight.rules().pauses().stream()
              .filter(other -> other.scope().equals(FlowScope.of(worker.id())))
              .findFirst();
      boolean silent = worker.heartbeatAt().plus(lease).isBefore(now);
      String drained = worker.running() > 0 ? "draining" : "drained";
      return new Worker(
          worker.id(),
          silent ? "silent" : pause.isPresent() ? drained : "active",
          worker.labels(),
          worker.extensions(),
          worker.criticalSlots(),
          worker.sharedSlots(),
          worker.running(),
          worker.since(),
          worker.heartbeatAt(),
          pause.orElse(null));
    }
  }

  /** All workers. */
  @Introspected
  record Workers(List<Worker> data) {}
}
