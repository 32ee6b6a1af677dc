package io.rickyard.systemtests.fault;

import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskEvents;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.Follower;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.Received;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * What {@code rickyard.events} says, folded anew from its beginning, without the projector. An
 * event may stand there several times; its version says which one it is.
 */
final class EventFold {

  /**
   * A task as its events leave it.
   *
   * @param state its state
   * @param version how many events it has
   * @param endedAt when it ended
   */
  record Folded(String state, long version, @Nullable Instant endedAt) {}

  private static final Duration READING = Duration.ofMinutes(1);

  private final Map<UUID, SortedMap<Long, TaskEvent>> events = new HashMap<>();
  private final List<String> broken = new ArrayList<>();

  /** Reads the whole topic. */
  static EventFold read(KafkaSettings operator) throws InterruptedException {
    var fold = new EventFold();
    try (var follower =
        Follower.start(
            operator,
            "fault-fold",
            Set.of(Topic.EVENTS),
            Follower.Start.BEGINNING,
            messages -> messages.forEach(fold::take))) {
      follower.caughtUp().get(READING.toSeconds(), TimeUnit.SECONDS);
    } catch (ExecutionException | TimeoutException e) {
      throw new IllegalStateException("The event topic could not be read", e);
    }
    return fold;
  }

  private void take(Received message) {
    if (message.envelope().body() instanceof TaskEvents told) {
      UUID task = told.taskId().value();
      var own = events.computeIfAbsent(task, _ -> new TreeMap<>());
      long version = message.envelope().version().value() - told.events().size();
      for (TaskEvent event : told.events()) {
        version++;
        TaskEvent known = own.putIfAbsent(version, event);
        if (known != null && !known.equals(event)) {
          broken.add("task %s: version %d is %s and %s".formatted(task, version, known, event));
        }
      }
    }
  }

  /** How many events there are, each counted once. */
  long size() {
    return events.values().stream().mapToLong(Map::size).sum();
  }

  /** The task as its events leave it; null when nothing is told of it. */
  @Nullable Folded of(UUID task) {
    var own = events.get(task);
    if (own == null) {
      return null;
    }
    String state = "";
    Instant endedAt = null;
    for (TaskEvent event : own.values()) {
      TaskStatus next = state(event);
      state = next == null ? state : next.wireName();
      endedAt = next != null && next.ended() ? event.at() : endedAt;
    }
    return new Folded(state, own.lastKey(), endedAt);
  }

  /** What must not stand in the topic, for any task. */
  List<String> broken() {
    List<String> all = new ArrayList<>(broken);
    events.forEach((task, own) -> {
      if (own.firstKey() != 1 || own.lastKey() != own.size()) {
        all.add("task %s: versions %s have gaps".formatted(task, own.keySet()));
      }
      long ends = own.values().stream().filter(EventFold::ends).count();
      if (ends > 1) {
        all.add("task %s ended %d times: %s".formatted(task, ends, own.values()));
      }
      told(task, own, all);
    });
    return all;
  }

  /** Whoever lost an attempt tells nothing more of it. */
  private static void told(UUID task, SortedMap<Long, TaskEvent> own, List<String> all) {
    long lost = 0;
    for (TaskEvent event : own.values()) {
      long attempt =
          switch (event) {
            case TaskEvent.TaskStarted started -> started.attempt().value();
            case TaskEvent.StepStarted step -> step.attempt().value();
            case TaskEvent.StepCompleted step -> step.attempt().value();
            case TaskEvent.StepFailed step -> step.attempt().value();
            case TaskEvent.TaskRetryScheduled retry -> retry.attempt().value();
            case TaskEvent.TaskWorkerLost worker -> worker.attempt().value();
            // What is told of the task, and not of one of its attempts.
            case TaskEvent.TaskScheduled _,
                TaskEvent.TaskQueued _,
                TaskEvent.TaskDue _,
                TaskEvent.TaskPreempted _,
                TaskEvent.StepUndone _,
                TaskEvent.TaskCancelRequested _,
                TaskEvent.TaskSucceeded _,
                TaskEvent.TaskFailed _,
                TaskEvent.TaskCancelled _,
                TaskEvent.TaskExpired _,
                TaskEvent.TaskSuperseded _ ->
                Long.MAX_VALUE;
          };
      if (attempt <= lost) {
        all.add("task %s: %s came after attempt %d was lost".formatted(task, event, lost));
      }
      lost = event instanceof TaskEvent.TaskWorkerLost ? Math.max(lost, attempt) : lost;
    }
  }

  /** How many attempts were given up because their worker was silent or gone. */
  long losses() {
    return events.values().stream()
        .flatMap(own -> own.values().stream())
        .filter(TaskEvent.TaskWorkerLost.class::isInstance)
        .count();
  }

  private static boolean ends(TaskEvent event) {
    TaskStatus state = state(event);
    return state != null && state.ended();
  }

  /** The state after an event; null where an event leaves it as it is. */
  private static @Nullable TaskStatus state(TaskEvent event) {
    return switch (event) {
      case TaskEvent.TaskScheduled _ -> TaskStatus.SCHEDULED;
      case TaskEvent.TaskQueued _,
          TaskEvent.TaskDue _,
          TaskEvent.TaskWorkerLost _,
          TaskEvent.TaskPreempted _ ->
          TaskStatus.QUEUED;
      case TaskEvent.TaskStarted _ -> TaskStatus.RUNNING;
      case TaskEvent.TaskRetryScheduled _ -> TaskStatus.RETRYING;
      case TaskEvent.TaskSucceeded _ -> TaskStatus.SUCCEEDED;
      case TaskEvent.TaskFailed _ -> TaskStatus.FAILED;
      case TaskEvent.TaskCancelled _ -> TaskStatus.CANCELLED;
      case TaskEvent.TaskExpired _ -> TaskStatus.EXPIRED;
      case TaskEvent.TaskSuperseded _ -> TaskStatus.SUPERSEDED;
      case TaskEvent.StepStarted _,
          TaskEvent.StepCompleted _,
          TaskEvent.StepFailed _,
          TaskEvent.StepUndone _,
          TaskEvent.TaskCancelRequested _ ->
          null;
    };
  }
}
