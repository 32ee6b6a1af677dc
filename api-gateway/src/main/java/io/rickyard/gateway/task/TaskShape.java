package io.rickyard.gateway.task;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.task.TaskInput.PlatformProbe;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.gateway.acceptance.Accepted;
import io.rickyard.gateway.acceptance.Submission;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A task that was accepted a moment ago, in the form in which queries show it from now on.
 *
 * @param id its id
 * @param type what it does
 * @param queue where it waits
 * @param state queued, or scheduled when it waits for its time
 * @param organization whose it is
 * @param project the project it is about
 * @param input what it was given
 * @param labels the caller's own
 * @param runAt not before this time
 * @param attempt how many attempts have begun
 * @param progress how many of its steps are done
 * @param retryOf the task it repeats
 * @param options how it is run, where that is not as usual
 * @param cancelRequested whether somebody wants it to end early
 * @param createdAt when it was accepted
 * @param version how many events it has had
 */
public record TaskShape(
    String id,
    TaskType type,
    TaskQueue queue,
    TaskStatus state,
    String organization,
    @Nullable String project,
    JsonNode input,
    Map<String, String> labels,
    @Nullable Instant runAt,
    int attempt,
    Progress progress,
    @Nullable String retryOf,
    @JsonUnwrapped TaskOptions options,
    boolean cancelRequested,
    Instant createdAt,
    long version) {

  /** How far a task is. */
  public record Progress(int completed, int total) {}

  /** The shape of what was accepted. */
  public static TaskShape of(Submission submission, Accepted accepted) {
    var ref = accepted.ref();
    var retryOf = submission.retryOf();
    return new TaskShape(
        accepted.task().toString(),
        submission.type(),
        submission.effectiveQueue(),
        state(submission, accepted),
        accepted.organization().value(),
        ref == null ? null : ref.value(),
        ContractJson.mapper().valueToTree(submission.input()),
        submission.labels(),
        submission.runAt(),
        0,
        new Progress(0, submission.input() instanceof PlatformProbe probe ? probe.steps() : 0),
        retryOf == null ? null : retryOf.toString(),
        submission.options(),
        false,
        accepted.at(),
        0);
  }

  private static TaskStatus state(Submission submission, Accepted accepted) {
    var runAt = submission.runAt();
    return runAt != null && runAt.isAfter(accepted.at()) ? TaskStatus.SCHEDULED : TaskStatus.QUEUED;
  }
}
