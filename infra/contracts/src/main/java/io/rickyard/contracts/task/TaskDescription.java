package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.rickyard.contracts.TaskId;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What was asked for, without its secrets: what everybody who may see the task may see.
 *
 * @param queue where it waits
 * @param input what it does
 * @param labels the caller's own
 * @param retryOf the task this one repeats by hand
 * @param options how it is run, where that is not as usual
 * @param submittedAt when it was accepted
 */
public record TaskDescription(
    TaskQueue queue,
    TaskInput input,
    Map<String, String> labels,
    @Nullable TaskId retryOf,
    @JsonInclude(value = JsonInclude.Include.CUSTOM, valueFilter = TaskOptions.Usual.class)
        TaskOptions options,
    Instant submittedAt) {

  /** Checks that nothing required is missing. */
  public TaskDescription {
    requireNonNull(queue, "queue");
    requireNonNull(input, "input");
    requireNonNull(submittedAt, "submitted_at");
    labels = labels == null ? Map.of() : Map.copyOf(labels);
    options = options == null ? TaskOptions.USUAL : options;
  }

  /** What a submit asks for. */
  public static TaskDescription of(TaskCommand.SubmitTask submit) {
    return new TaskDescription(
        submit.queue(),
        submit.input(),
        submit.labels(),
        submit.retryOf(),
        submit.options(),
        submit.submittedAt());
  }
}
