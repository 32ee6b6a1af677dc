package io.rickyard.gateway.task;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.Concurrency;
import io.rickyard.contracts.task.RetryOptions;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskType;
import java.time.Duration;
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
 * @param priority -100 to 100, higher first; 0 when left out
 * @param queueTimeout the longest wait for the first attempt
 * @param runTimeout the longest attempt
 * @param silenceTimeout the longest silence of an attempt
 * @param budget the longest time over all attempts, from the first start
 * @param retry how it is tried again
 * @param concurrency what it must not run beside
 * @param workerLabels only workers with all of these labels run it
 * @param parent the task whose cancel cancels this one as well
 */
record NewTask(
    TaskType type,
    @Nullable OrganizationId organization,
    @Nullable ProjectRef project,
    @Nullable ObjectNode input,
    @Nullable Map<String, String> labels,
    @Nullable TaskQueue queue,
    @Nullable Instant runAt,
    @Nullable TaskId retryOf,
    @Nullable Integer priority,
    @Nullable Duration queueTimeout,
    @Nullable Duration runTimeout,
    @Nullable Duration silenceTimeout,
    @Nullable Duration budget,
    @Nullable RetryOptions retry,
    @Nullable Concurrency concurrency,
    @Nullable Map<String, String> workerLabels,
    @Nullable TaskId parent) {

  NewTask {
    requireNonNull(type, "type");
  }

  /** How it is run. */
  TaskOptions options() {
    return TaskOptions.of(
        priority,
        queueTimeout,
        runTimeout,
        silenceTimeout,
        budget,
        retry,
        concurrency,
        workerLabels,
        parent);
  }

  @Override
  public String toString() {
    return "NewTask[" + type.wireName() + "]";
  }
}
