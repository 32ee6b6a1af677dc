package io.rickyard.org.schedule;

import io.rickyard.contracts.task.Concurrency;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskType;
import java.util.Arrays;

/** What becomes of an occurrence while the task of an earlier one has not ended. */
public enum Overlap {
  /** Both run. */
  ALLOW("allow"),
  /** The new one's task is turned away at once. */
  SKIP("skip"),
  /** The new one's task waits; of several that wait the newest stays. */
  QUEUE("queue"),
  /** The new one's task starts when the earlier one, which is cancelled, has stopped. */
  CANCEL_RUNNING("cancel_running");

  private final String wireName;

  Overlap(String wireName) {
    this.wireName = wireName;
  }

  /** The name on the wire and in the table. */
  public String wireName() {
    return wireName;
  }

  /**
   * Whether it can be kept to for a task like this.
   *
   * @throws IllegalArgumentException when it cannot; the message is for callers
   */
  public void check(TaskType type, TaskOptions options) {
    if (this != ALLOW && type.changesStack()) {
      throw new IllegalArgumentException(
          "overlap: a %s takes its turn in its project, so only allow makes sense"
              .formatted(type.wireName()));
    }
    if (this != ALLOW && options.concurrency() != null) {
      throw new IllegalArgumentException("overlap and task.concurrency say the same: name one");
    }
  }

  /** The options of a task that keeps to it; the engine decides, since it knows what runs. */
  TaskOptions apply(TaskOptions options, String key) {
    return switch (this) {
      case ALLOW -> options;
      case SKIP -> keyed(options, key, Concurrency.Policy.REJECT);
      case QUEUE -> keyed(options, key, Concurrency.Policy.REPLACE_QUEUED);
      case CANCEL_RUNNING -> keyed(options, key, Concurrency.Policy.CANCEL_RUNNING);
    };
  }

  private static TaskOptions keyed(TaskOptions options, String key, Concurrency.Policy policy) {
    return new TaskOptions(
        options.priority(),
        options.queueTimeout(),
        options.runTimeout(),
        options.silenceTimeout(),
        options.budget(),
        options.retry(),
        new Concurrency(key, policy),
        options.workerLabels(),
        options.parent());
  }

  /** The one of that name; throws {@link IllegalArgumentException} listing the known names. */
  public static Overlap named(String name) {
    return Arrays.stream(values())
        .filter(policy -> policy.wireName.equals(name))
        .findFirst()
        .orElseThrow(() ->
            new IllegalArgumentException(
                "overlap is one of "
                    + Arrays.stream(values()).map(Overlap::wireName).toList()
                    + ", not '"
                    + name
                    + "'"));
  }
}
