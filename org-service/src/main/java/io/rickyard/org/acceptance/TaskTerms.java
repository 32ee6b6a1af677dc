package io.rickyard.org.acceptance;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.contracts.task.TaskCommand;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a task is to be run.
 *
 * @param labels the caller's own, at most 32; keys of 1 to 63 and values of up to 256 characters
 * @param secrets by field name, sealed to the worker's key
 * @param queue another queue than the type's own; for administrators
 * @param runAt not before this time; for tasks without project only, since a desired state holds at
 *     once
 * @param retryOf the task this one repeats by hand
 * @param options how it is run, where that is not as usual
 */
public record TaskTerms(
    Map<String, String> labels,
    Map<String, SealedSecret> secrets,
    @Nullable TaskQueue queue,
    @Nullable Instant runAt,
    @Nullable TaskId retryOf,
    TaskOptions options) {

  /** Nothing out of the ordinary. */
  public static final TaskTerms NONE =
      new TaskTerms(Map.of(), Map.of(), null, null, null, TaskOptions.USUAL);

  private static final int LONGEST_KEY = 63;
  private static final int LONGEST_VALUE = 256;

  /** Checks the limits; throws {@link IllegalArgumentException} when one is exceeded. */
  public TaskTerms {
    labels = Map.copyOf(labels);
    secrets = Map.copyOf(secrets);
    requireNonNull(options, "options");
    if (labels.size() > TaskCommand.SubmitTask.MOST_LABELS) {
      throw new IllegalArgumentException(
          "A task carries at most " + TaskCommand.SubmitTask.MOST_LABELS + " labels");
    }
    labels.forEach(TaskTerms::requireLabel);
  }

  /** The same, labelled otherwise. */
  public TaskTerms labelled(Map<String, String> other) {
    return new TaskTerms(other, secrets, queue, runAt, retryOf, options);
  }

  /** Where it waits. */
  public TaskQueue queueOr(TaskQueue usual) {
    return queue == null ? usual : queue;
  }

  private static void requireLabel(String key, String value) {
    if (key.isBlank() || key.length() > LONGEST_KEY) {
      throw new IllegalArgumentException("A label's key has 1 to " + LONGEST_KEY + " characters");
    }
    if (value.length() > LONGEST_VALUE) {
      throw new IllegalArgumentException(
          "A label's value has at most " + LONGEST_VALUE + " characters");
    }
    if (key.chars().anyMatch(Character::isISOControl)
        || value.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("A label holds no control characters");
    }
  }
}
