package io.rickyard.worker.storm;

/**
 * One step of one attempt, or its undoing, at the resource that its task works on. Changed only by
 * {@link Resources}.
 */
final class Visit {

  final TaskPlan task;
  final long attempt;
  final long token;
  final int step;
  final boolean undoing;
  final int process;

  /** When it came and went, as places in the order of all comings and goings; 0 for not yet. */
  long came;

  long went;

  /** How often it did something to the resource. */
  int effects;

  /** Whether the resource sent it away, since it had seen a newer token. */
  boolean refused;

  /** Whether it waits at its gate. */
  boolean waits;

  Visit(TaskPlan task, long attempt, long token, int step, boolean undoing, int process) {
    this.task = task;
    this.attempt = attempt;
    this.token = token;
    this.step = step;
    this.undoing = undoing;
    this.process = process;
  }

  /** Whether both were there at some moment. */
  boolean overlaps(Visit other) {
    return came < (other.went == 0 ? Long.MAX_VALUE : other.went)
        && other.came < (went == 0 ? Long.MAX_VALUE : went);
  }

  @Override
  public String toString() {
    return "task %d, attempt %d, token %d, step %d%s, process %d%s"
        .formatted(
            task.number(),
            attempt,
            token,
            step,
            undoing ? " (undone)" : "",
            process,
            refused ? ", refused" : "");
  }
}
