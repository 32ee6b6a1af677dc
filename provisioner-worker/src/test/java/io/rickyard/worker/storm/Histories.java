package io.rickyard.worker.storm;

import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskEvents;
import io.rickyard.contracts.task.TaskLog;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.testing.RecordingPublisher;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** What was published about each task, in the order of its versions. */
final class Histories {

  private final Map<Integer, TreeMap<Long, TaskEvent>> events = new HashMap<>();
  private final Map<Integer, TreeMap<Long, TaskLog.Line>> lines = new HashMap<>();
  private final Findings findings = new Findings();

  private Histories() {}

  static Histories in(RecordingPublisher published) {
    var histories = new Histories();
    for (var envelope : published.envelopes(Topic.EVENTS)) {
      if (envelope.body() instanceof TaskEvents told) {
        histories.tell(told, envelope.version().value());
      }
    }
    for (var envelope : published.envelopes(Topic.LOGS)) {
      if (envelope.body() instanceof TaskLog log) {
        histories.tell(log);
      }
    }
    histories.events.forEach(histories::requireNoGap);
    histories.lines.forEach(histories::requireNoGap);
    return histories;
  }

  private void tell(TaskEvents told, long last) {
    int task = Chronicle.number(told.taskId());
    long version = last - told.events().size();
    for (TaskEvent event : told.events()) {
      once(task, ++version, events.computeIfAbsent(task, _ -> new TreeMap<>()), event);
    }
  }

  private void tell(TaskLog log) {
    int task = Chronicle.number(log.taskId());
    log.lines()
        .forEach(line ->
            once(task, line.number(), lines.computeIfAbsent(task, _ -> new TreeMap<>()), line));
  }

  private <T> void once(int task, long version, Map<Long, T> history, T told) {
    T former = history.put(version, told);
    findings.require(
        former == null || former.equals(told),
        "two things were told as number %d of task %d: %s, %s",
        version,
        task,
        former,
        told);
  }

  private void requireNoGap(int task, SortedMap<Long, ?> history) {
    findings.require(
        history.firstKey() == 1 && history.lastKey() == history.size(),
        "task %d was told with gaps: %s",
        task,
        history.keySet());
  }

  /** What is wrong with the numbers alone. */
  Findings findings() {
    return findings;
  }

  /** A task's events. */
  List<TaskEvent> of(int task) {
    return new ArrayList<>(events.getOrDefault(task, new TreeMap<>()).values());
  }

  /** The attempts of a task that ended with their worker. */
  Set<Long> lost(int task) {
    return of(task).stream()
        .filter(TaskEvent.TaskWorkerLost.class::isInstance)
        .map(event -> ((TaskEvent.TaskWorkerLost) event).attempt().value())
        .collect(Collectors.toSet());
  }

  /** How many of a task's events are of a kind. */
  long count(int task, Class<? extends TaskEvent> kind) {
    return of(task).stream().filter(kind::isInstance).count();
  }
}
