package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import io.rickyard.contracts.TaskId;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a task wants to be run where that differs from what is usual for its type. What is left out
 * is as usual.
 *
 * @param priority -100 to 100, 0 usual; higher first among one organization's tasks in one queue
 * @param queueTimeout the longest wait for the first attempt, from when it is due; then it expires
 * @param runTimeout the longest attempt, then it fails, retryable
 * @param silenceTimeout the longest time without step, log line or progress, then the attempt
 *     fails, retryable
 * @param budget the longest time from its first start over all attempts, then it fails for good
 * @param retry how often and when it is tried again
 * @param concurrency what it must not run beside
 * @param workerLabels only workers with all of these labels run it; at most 16
 * @param parent the task whose cancel cancels this one as well
 */
public record TaskOptions(
    @JsonInclude(JsonInclude.Include.NON_DEFAULT) int priority,
    @Nullable Duration queueTimeout,
    @Nullable Duration runTimeout,
    @Nullable Duration silenceTimeout,
    @Nullable Duration budget,
    @Nullable RetryOptions retry,
    @Nullable Concurrency concurrency,
    @JsonInclude(JsonInclude.Include.NON_EMPTY) Map<String, String> workerLabels,
    @Nullable TaskId parent) {

  /** Nothing out of the ordinary; on the wire it is left out. */
  public static final TaskOptions USUAL =
      new TaskOptions(0, null, null, null, null, null, null, Map.of(), null);

  /** The highest priority, and below zero the lowest. */
  public static final int HIGHEST_PRIORITY = 100;

  private static final int MOST_WORKER_LABELS = 16;
  private static final int LONGEST_WORKER_LABEL = 63;
  private static final Duration SHORTEST = Duration.ofMillis(1);
  private static final Duration LONGEST = Duration.ofDays(365);

  /** Checks the ranges. */
  public TaskOptions {
    if (priority < -HIGHEST_PRIORITY || priority > HIGHEST_PRIORITY) {
      throw new IllegalArgumentException(
          "priority lies between -" + HIGHEST_PRIORITY + " and " + HIGHEST_PRIORITY);
    }
    within("queue_timeout", queueTimeout);
    within("run_timeout", runTimeout);
    within("silence_timeout", silenceTimeout);
    within("budget", budget);
    workerLabels = workerLabels == null ? Map.of() : Map.copyOf(workerLabels);
    if (workerLabels.size() > MOST_WORKER_LABELS) {
      throw new IllegalArgumentException(
          "worker_labels has at most " + MOST_WORKER_LABELS + " labels");
    }
    workerLabels.forEach((name, value) -> {
      if (name.isBlank()
          || name.length() > LONGEST_WORKER_LABEL
          || value.length() > LONGEST_WORKER_LABEL) {
        throw new IllegalArgumentException(
            "worker_labels: a name has 1 to %d characters, a value up to %d"
                .formatted(LONGEST_WORKER_LABEL, LONGEST_WORKER_LABEL));
      }
    });
  }

  /** Takes what came over the wire and fills in what was left out. */
  @JsonCreator
  public static TaskOptions of(
      @JsonProperty("priority") @Nullable Integer priority,
      @JsonProperty("queue_timeout") @Nullable Duration queueTimeout,
      @JsonProperty("run_timeout") @Nullable Duration runTimeout,
      @JsonProperty("silence_timeout") @Nullable Duration silenceTimeout,
      @JsonProperty("budget") @Nullable Duration budget,
      @JsonProperty("retry") @Nullable RetryOptions retry,
      @JsonProperty("concurrency") @Nullable Concurrency concurrency,
      @JsonProperty("worker_labels") @Nullable Map<String, String> workerLabels,
      @JsonProperty("parent") @Nullable TaskId parent) {
    return new TaskOptions(
        requireNonNullElse(priority, 0),
        queueTimeout,
        runTimeout,
        silenceTimeout,
        budget,
        retry,
        concurrency,
        requireNonNullElse(workerLabels, Map.of()),
        parent);
  }

  /**
   * Checks what only holds for a type. Who accepts a task asks; who runs it takes what there is.
   *
   * @throws IllegalArgumentException when a task of that type cannot be run like this
   */
  public TaskOptions checkedFor(TaskType type, TypeTerms terms) {
    if (retry != null && retry.maxAttempts() > terms.mostAttempts()) {
      throw new IllegalArgumentException(
          "retry.max_attempts: a %s is tried at most %d times"
              .formatted(type.wireName(), terms.mostAttempts()));
    }
    if (runTimeout != null && runTimeout.compareTo(terms.longestRun()) > 0) {
      throw new IllegalArgumentException(
          "run_timeout: an attempt of a %s takes at most %s"
              .formatted(type.wireName(), terms.longestRun()));
    }
    if (concurrency != null && type.changesStack()) {
      throw new IllegalArgumentException(
          "concurrency: a %s takes its turn in its project, and newer changes replace older ones by the project's own rules"
              .formatted(type.wireName()));
    }
    if (type == BuiltInType.LOCK_HOLD && !onlyWaits()) {
      throw new IllegalArgumentException(
          "A lock.hold takes its turn, so it knows no option but queue_timeout and parent");
    }
    return this;
  }

  /** The same for a type that every service knows. */
  public TaskOptions checkedFor(BuiltInType type) {
    return checkedFor(type, type.terms());
  }

  /** Whether it says nothing but how long to wait and for whom. */
  private boolean onlyWaits() {
    return equals(new TaskOptions(0, queueTimeout, null, null, null, null, null, Map.of(), parent));
  }

  private static void within(String field, @Nullable Duration value) {
    if (value != null && (value.compareTo(SHORTEST) < 0 || value.compareTo(LONGEST) > 0)) {
      throw new IllegalArgumentException(
          "%s lies between %s and %s".formatted(field, SHORTEST, "P365D"));
    }
  }

  /** Leaves what is usual off the wire. */
  static final class Usual {
    @Override
    public boolean equals(@Nullable Object other) {
      return other == null || USUAL.equals(other);
    }

    @Override
    public int hashCode() {
      return USUAL.hashCode();
    }
  }
}
