package io.rickyard.worker.extension;

import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.TypeTerms;
import io.rickyard.worker.task.RetryPolicy;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskRun;
import java.time.Duration;
import java.util.List;

/**
 * A type of task in one class, found by the container. It changes no project's stack; what it did
 * is not undone when the task is given up, since another worker may not have its class.
 *
 * @param <I> its input: a record that checks itself. A component that is not {@code @Nullable} has
 *     to be given; none is called {@code type}
 */
public interface TaskExtension<I extends Record> {

  /** Its name; stable for ever. */
  ExtensionType type();

  /** What it does, in a few words for people. */
  String description();

  /** The record of its input. */
  Class<I> input();

  /** The steps of one attempt, in order, at least one; pure and quick, called at each attempt. */
  List<Step> plan(I input, TaskRun run) throws TaskFailure;

  /** Where it waits, how it may be begun and what it may ask for; see {@link TypeTerms#PLAIN}. */
  default TypeTerms terms() {
    return TypeTerms.PLAIN;
  }

  /** How often a task with that input is tried, and when again. */
  default RetryPolicy retryPolicy(I input) {
    return RetryPolicy.attempts(3);
  }

  /** How long one attempt may run before it is interrupted and counts as failed, retryable. */
  default Duration runTimeout(I input) {
    return Duration.ofMinutes(15);
  }

  /**
   * Whether a task of the batch queue may be put back after one of its steps, from 1. What a step
   * leaves for the next must then outlive its worker.
   */
  default boolean yieldsAfter(I input, int step) {
    return false;
  }
}
