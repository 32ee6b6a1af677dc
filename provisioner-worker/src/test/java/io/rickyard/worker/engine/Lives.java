package io.rickyard.worker.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskEvents;
import io.rickyard.contracts.task.TaskLog;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.testing.RecordingPublisher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What was published, told per task in the order of versions. */
final class Lives {

  private final Map<TaskId, TreeMap<Long, TaskEvent>> lives = new HashMap<>();
  private final Map<TaskId, TreeMap<Long, TaskLog.Line>> logs = new HashMap<>();

  private Lives() {}

  /** Reads everything; two different events under one version are a failure. */
  static Lives in(RecordingPublisher publisher) {
    var read = new Lives();
    publisher.envelopes(Topic.EVENTS).forEach(read::events);
    publisher.envelopes(Topic.LOGS).forEach(read::lines);
    return read;
  }

  void events(Envelope<?> envelope) {
    if (envelope.body() instanceof TaskEvents events) {
      var life = lives.computeIfAbsent(events.taskId(), _ -> new TreeMap<>());
      long version = envelope.version().value() - events.events().size();
      for (TaskEvent event : events.events()) {
        var former = life.put(++version, event);
        assertThat(former == null || former.equals(event))
            .as("version %s of %s is told once: %s, %s", version, events.taskId(), former, event)
            .isTrue();
      }
    }
  }

  private void lines(Envelope<?> envelope) {
    if (envelope.body() instanceof TaskLog log) {
      var lines = logs.computeIfAbsent(log.taskId(), _ -> new TreeMap<>());
      log.lines().forEach(line -> lines.put(line.number(), line));
    }
  }

  /** A task's events; a gap in the versions is a failure. */
  List<TaskEvent> of(TaskId id) {
    var life = lives.getOrDefault(id, new TreeMap<>());
    if (!life.isEmpty()) {
      assertThat(life.lastKey()).as("versions of %s are without gaps", id).isEqualTo(life.size());
    }
    return new ArrayList<>(life.values());
  }

  /** The short names of a task's events, such as {@code TaskStarted}. */
  List<String> names(TaskId id) {
    return of(id).stream().map(event -> event.getClass().getSimpleName()).toList();
  }

  /** The tasks in the order in which they were claimed first, as the events tell it. */
  List<TaskId> startOrder() {
    Map<TaskId, java.time.Instant> starts = new HashMap<>();
    lives.forEach((id, life) ->
        life.values().stream()
            .filter(TaskEvent.TaskStarted.class::isInstance)
            .findFirst()
            .ifPresent(start -> starts.put(id, start.at())));
    return starts.entrySet().stream()
        .sorted(Map.Entry.comparingByValue())
        .map(Map.Entry::getKey)
        .toList();
  }

  /** A task's log; a gap in the numbers is a failure. */
  List<TaskLog.Line> log(TaskId id) {
    var lines = logs.getOrDefault(id, new TreeMap<>());
    if (!lines.isEmpty()) {
      assertThat(lines.lastKey()).isEqualTo(lines.size());
    }
    return new ArrayList<>(lines.values());
  }

  /** Whether the last word about a task has been told. */
  boolean ended(TaskId id) {
    var life = of(id);
    return !life.isEmpty() && isEnd(life.getLast());
  }

  long ends(TaskId id) {
    return of(id).stream().filter(Lives::isEnd).count();
  }

  private static boolean isEnd(TaskEvent event) {
    return switch (event) {
      case TaskEvent.TaskSucceeded _,
          TaskEvent.TaskFailed _,
          TaskEvent.TaskCancelled _,
          TaskEvent.TaskExpired _,
          TaskEvent.TaskSuperseded _ ->
          true;
      case TaskEvent.TaskScheduled _,
          TaskEvent.TaskQueued _,
          TaskEvent.TaskDue _,
          TaskEvent.TaskStarted _,
          TaskEvent.StepStarted _,
          TaskEvent.StepCompleted _,
          TaskEvent.StepFailed _,
          TaskEvent.StepUndone _,
          TaskEvent.TaskRetryScheduled _,
          TaskEvent.TaskWorkerLost _,
          TaskEvent.TaskPreempted _,
          TaskEvent.TaskCancelRequested _ ->
          false;
    };
  }
}
