package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Attempt;
import io.rickyard.contracts.MessageBody;
import io.rickyard.contracts.TaskId;
import java.time.Instant;
import java.util.List;

/**
 * What a task wrote.
 *
 * @param taskId whose lines they are
 * @param lines in order, at least one
 */
public record TaskLog(TaskId taskId, List<Line> lines) implements MessageBody {

  /**
   * One line.
   *
   * @param number its place in the task's log, from 1, without gaps over all attempts
   * @param at when it was written
   * @param attempt in which attempt
   * @param level how much it matters
   * @param text what it says; holds no secret
   */
  public record Line(long number, Instant at, Attempt attempt, LogLevel level, String text) {
    /** Checks that nothing required is missing. */
    public Line {
      requireNonNull(at, "at");
      requireNonNull(attempt, "attempt");
      requireNonNull(level, "level");
      requireNonNull(text, "text");
      if (number < 1) {
        throw new IllegalArgumentException("A log counts its lines from 1");
      }
    }
  }

  /** Checks that nothing required is missing. */
  public TaskLog {
    requireNonNull(taskId, "task_id");
    lines = List.copyOf(lines);
    if (lines.isEmpty()) {
      throw new IllegalArgumentException("A message holds at least one line");
    }
  }

  @Override
  public String messageType() {
    return "task.log";
  }
}
