package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rickyard.contracts.MessageBody;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What may be asked of the worker. Organization, project and generation stand in the envelope. */
public sealed interface TaskCommand extends MessageBody {

  /** The task meant. */
  TaskId taskId();

  /**
   * Asks for a task.
   *
   * @param taskId made by who accepted it; submitting it twice starts it once
   * @param queue where it waits
   * @param input what it does
   * @param labels the caller's own, at most 32
   * @param secrets by field name, sealed to the worker's key
   * @param runAt not before this time
   * @param retryOf the task this one repeats by hand
   * @param options how it is run, where that is not as usual
   * @param submittedAt when it was accepted
   */
  record SubmitTask(
      TaskId taskId,
      TaskQueue queue,
      TaskInput input,
      Map<String, String> labels,
      Map<String, SealedSecret> secrets,
      @Nullable Instant runAt,
      @Nullable TaskId retryOf,
      @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = TaskOptions.Usual.class)
          TaskOptions options,
      Instant submittedAt)
      implements TaskCommand {

    /** The most labels a task may carry. */
    public static final int MOST_LABELS = 32;

    /** Checks that nothing required is missing; labels, secrets and options may be left out. */
    public SubmitTask {
      requireNonNull(taskId, "task_id");
      requireNonNull(queue, "queue");
      requireNonNull(input, "input");
      requireNonNull(submittedAt, "submitted_at");
      labels = labels == null ? Map.of() : Map.copyOf(labels);
      secrets = secrets == null ? Map.of() : Map.copyOf(secrets);
      options = options == null ? TaskOptions.USUAL : options;
      if (labels.size() > MOST_LABELS) {
        throw new IllegalArgumentException("A task carries at most " + MOST_LABELS + " labels");
      }
    }

    @Override
    public String messageType() {
      return "task.submit";
    }
  }

  /**
   * Asks to end a task early. It may overtake the submit.
   *
   * @param taskId the task
   * @param reason who wants it and why
   * @param force whether to end it without waiting for it to stop by itself
   */
  record CancelTask(TaskId taskId, Reason reason, boolean force) implements TaskCommand {
    /** Checks that nothing required is missing. */
    public CancelTask {
      requireNonNull(taskId, "task_id");
      requireNonNull(reason, "reason");
    }

    @Override
    public String messageType() {
      return "task.cancel";
    }
  }
}
