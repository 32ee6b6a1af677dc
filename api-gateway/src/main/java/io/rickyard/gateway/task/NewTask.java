package io.rickyard.gateway.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.gateway.acceptance.Submission;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a task.
 *
 * @param type what it does
 * @param organization whose it is, by slug; or
 * @param project the project it is about, by reference
 * @param input what the type asks for
 * @param labels the caller's own, at most 32
 * @param queue where it waits, if not where its type usually does
 * @param runAt not before this time
 * @param retryOf the task this one repeats
 */
record NewTask(
    TaskType type,
    @Nullable OrganizationId organization,
    @Nullable ProjectRef project,
    @Nullable ObjectNode input,
    @Nullable Map<String, String> labels,
    @Nullable TaskQueue queue,
    @Nullable Instant runAt,
    @Nullable TaskId retryOf) {

  NewTask {
    requireNonNull(type, "type");
  }

  Submission submission(String usualRegion) {
    var parsed = InputForm.of(type, input, usualRegion);
    return new Submission(
        parsed.input(),
        organization,
        project,
        labels == null ? Map.of() : labels,
        queue,
        runAt,
        retryOf,
        parsed.databasePassword());
  }

  @Override
  public String toString() {
    return "NewTask[" + type.wireName() + "]";
  }
}
