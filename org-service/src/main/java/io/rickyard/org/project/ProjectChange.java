package io.rickyard.org.project;

import io.rickyard.org.refusal.Refusal;

/** What may be asked of a project that exists. */
public enum ProjectChange {
  /** Stop it and keep its data. */
  PAUSE("pause"),
  /** Bring it back. */
  RESUME("resume"),
  /** Stop and start it. */
  RESTART("restart"),
  /** Find and mend what is broken. */
  REPAIR("repair"),
  /** Give it more or fewer services, or other limits. */
  RESIZE("resize"),
  /** Change settings of one of its services. */
  CONFIGURE("configure"),
  /** Bring migrations into it. */
  MIGRATE("migrate"),
  /** Remove it and every trace of it. */
  DELETE("delete");

  private final String verb;

  ProjectChange(String verb) {
    this.verb = verb;
  }

  /** The word for it, as audit records and messages use it. */
  public String verb() {
    return verb;
  }

  /** Whether a change is allowed, and what the project shall be after it. */
  public sealed interface Decision {
    /** It is, and this is wanted from then on. */
    record Allowed(DesiredState next) implements Decision {}

    /** It is not. */
    record Denied(Refusal refusal) implements Decision {}
  }

  /**
   * The acceptance table. Deleting is always allowed, also once more: a deletion that failed for
   * good must have a way on. A failed project is repaired or restarted in the state it is wanted
   * in.
   */
  public static Decision decide(DesiredState state, ProjectChange change) {
    return switch (state) {
      case ACTIVE ->
          switch (change) {
            case PAUSE -> new Decision.Allowed(DesiredState.PAUSED);
            case RESUME -> new Decision.Denied(Refusal.PROJECT_ACTIVE);
            case RESTART, REPAIR, RESIZE, CONFIGURE, MIGRATE ->
                new Decision.Allowed(DesiredState.ACTIVE);
            case DELETE -> new Decision.Allowed(DesiredState.DELETED);
          };
      case PAUSED ->
          switch (change) {
            case RESUME -> new Decision.Allowed(DesiredState.ACTIVE);
            case PAUSE, RESTART, REPAIR, RESIZE, CONFIGURE, MIGRATE ->
                new Decision.Denied(Refusal.PROJECT_PAUSED);
            case DELETE -> new Decision.Allowed(DesiredState.DELETED);
          };
      case DELETED ->
          switch (change) {
            case DELETE -> new Decision.Allowed(DesiredState.DELETED);
            case PAUSE, RESUME, RESTART, REPAIR, RESIZE, CONFIGURE, MIGRATE ->
                new Decision.Denied(Refusal.PROJECT_DELETED);
          };
    };
  }
}
