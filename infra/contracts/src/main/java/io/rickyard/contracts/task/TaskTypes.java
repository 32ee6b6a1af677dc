package io.rickyard.contracts.task;

import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The types of task there are: our own, and those that workers have announced. Kept in memory by
 * every service that accepts tasks; hearing an announcement twice changes nothing.
 */
public final class TaskTypes {

  private final Map<TaskType, Heard> heard = new ConcurrentHashMap<>();
  private final Clock clock;
  private volatile boolean complete;

  /** Knows only our own, and that others may have been announced before. */
  public TaskTypes(Clock clock) {
    this.clock = clock;
  }

  private record Heard(TypeAnnouncement announcement, Instant at) {
    static Heard later(Heard one, Heard other) {
      return other.at.isBefore(one.at) ? one : other;
    }
  }

  /** Takes in what a worker said. */
  public void hear(TypeAnnouncement announcement, Instant at) {
    heard.merge(announcement.taskType(), new Heard(announcement, at), Heard::later);
  }

  /** Everything has been heard that was announced before the start. */
  public void complete() {
    complete = true;
  }

  /** Whether a type that is not known is unknown for sure. */
  public boolean isComplete() {
    return complete;
  }

  /** What holds for the tasks of a type; empty when nobody announced it lately. */
  public Optional<TypeTerms> terms(TaskType type) {
    return switch (type) {
      case BuiltInType builtIn -> Optional.of(builtIn.terms());
      case ExtensionType extension -> announcement(extension).map(TypeAnnouncement::terms);
    };
  }

  /** What a worker said of a type, unless that was too long ago. */
  public Optional<TypeAnnouncement> announcement(ExtensionType type) {
    return Optional.ofNullable(heard.get(type)).filter(this::holds).map(Heard::announcement);
  }

  /** What workers have said lately, by name. */
  public List<TypeAnnouncement> announcements() {
    return heard.values().stream()
        .filter(this::holds)
        .map(Heard::announcement)
        .sorted(Comparator.comparing(announcement -> announcement.taskType().wireName()))
        .toList();
  }

  /** The names of all types. */
  public List<String> names() {
    return Stream.<TaskType>concat(
            Arrays.stream(BuiltInType.values()),
            announcements().stream().map(TypeAnnouncement::taskType))
        .map(TaskType::wireName)
        .toList();
  }

  private boolean holds(Heard one) {
    return one.at.plus(TypeAnnouncement.HOLDS).isAfter(clock.instant());
  }
}
