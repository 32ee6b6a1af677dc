package io.rickyard.cli.progress;

import io.rickyard.cli.terminal.Colour;

/** What a step's state means for the eye. */
enum StepState {
  WAITING("·", "waiting", Colour.FAINT),
  RUNNING("▸", "running", Colour.MOVING),
  DONE("✓", "done", Colour.GOOD),
  SKIPPED("✓", "was done before", Colour.GOOD),
  FAILED("✗", "failed", Colour.BAD),
  UNDONE("↺", "undone", Colour.WARNING);

  private final String sign;
  private final String words;
  private final Colour colour;

  StepState(String sign, String words, Colour colour) {
    this.sign = sign;
    this.words = words;
    this.colour = colour;
  }

  static StepState of(String state) {
    return switch (state) {
      case "running", "started" -> RUNNING;
      case "succeeded", "completed", "done" -> DONE;
      case "skipped" -> SKIPPED;
      case "failed" -> FAILED;
      case "undone" -> UNDONE;
      default -> WAITING; // pending, or a state of a newer installation
    };
  }

  String sign() {
    return sign;
  }

  String words() {
    return words;
  }

  Colour colour() {
    return colour;
  }
}
