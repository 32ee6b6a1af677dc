package io.rickyard.cli.terminal;

/** The few colours we use, by what they say. */
public enum Colour {
  /** It is well. */
  GOOD("\u001b[32m"),
  /** It is under way. */
  MOVING("\u001b[36m"),
  /** Somebody should look. */
  WARNING("\u001b[33m"),
  /** It went wrong. */
  BAD("\u001b[31m"),
  /** Less important than the rest. */
  FAINT("\u001b[2m"),
  /** More important than the rest. */
  STRONG("\u001b[1m");

  private final String sequence;

  Colour(String sequence) {
    this.sequence = sequence;
  }

  String sequence() {
    return sequence;
  }

  /** The colour of a state, of a task or of a project; unknown ones stay calm. */
  public static Colour ofState(String state) {
    return switch (state) {
      case "succeeded", "ACTIVE_HEALTHY", "COMPLETED" -> GOOD;
      case "failed", "ACTIVE_UNHEALTHY", "INIT_FAILED", "PAUSE_FAILED", "RESTORE_FAILED" -> BAD;
      case "retrying", "expired", "suspended", "UNKNOWN" -> WARNING;
      case "running",
          "COMING_UP",
          "PAUSING",
          "RESTORING",
          "RESTARTING",
          "UPGRADING",
          "GOING_DOWN",
          "RESIZING" ->
          MOVING;
      default -> FAINT; // states of a newer installation
    };
  }
}
