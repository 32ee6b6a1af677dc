package io.rickyard.org.schedule;

import io.rickyard.org.refusal.Refusal;
import java.util.Arrays;

/** Whether a schedule's occurrences become tasks. */
public enum ScheduleState {
  /** They do. */
  ACTIVE("active"),
  /** Somebody has paused it; its occurrences are missed ones until it is resumed. */
  PAUSED("paused"),
  /** It cannot go on as it is, for a reason that it shows: somebody has to look at it. */
  SUSPENDED("suspended"),
  /** It has no occurrence left. */
  ENDED("ended");

  private final String wireName;

  ScheduleState(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire and in the table. */
  public String wireName() {
    return wireName;
  }

  /** The one of that name; throws {@link IllegalArgumentException} for an unknown one. */
  public static ScheduleState named(String name) {
    return Arrays.stream(values())
        .filter(state -> state.wireName.equals(name))
        .findFirst()
        .orElseThrow(
            () -> new IllegalArgumentException("'" + name + "' is no state of a schedule"));
  }

  /** What people may ask of a schedule's state. */
  public enum Change {
    /** Let its occurrences pass. */
    PAUSE,
    /** Act on its occurrences again. */
    RESUME
  }

  /** Whether a change is allowed, and what it leads to. */
  public sealed interface Decision {
    /** It leads there. */
    record Becomes(ScheduleState next) implements Decision {}

    /** It is as asked for already. */
    record Unchanged() implements Decision {}

    /** It does not fit. */
    record Denied(Refusal refusal, String because) implements Decision {}
  }

  /** The table of changes. */
  public static Decision decide(ScheduleState state, Change change) {
    return switch (state) {
      case ACTIVE ->
          switch (change) {
            case PAUSE -> new Decision.Becomes(PAUSED);
            case RESUME -> new Decision.Unchanged();
          };
      case PAUSED ->
          switch (change) {
            case PAUSE -> new Decision.Unchanged();
            case RESUME -> new Decision.Becomes(ACTIVE);
          };
      case SUSPENDED ->
          switch (change) {
            case PAUSE ->
                new Decision.Denied(Refusal.CONFLICT, "The schedule is suspended already");
            case RESUME -> new Decision.Becomes(ACTIVE);
          };
      case ENDED -> new Decision.Denied(Refusal.CONFLICT, "The schedule has no occurrence left");
    };
  }
}
