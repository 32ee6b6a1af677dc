package io.rickyard.gateway.schedule;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.task.Concurrency;
import io.rickyard.contracts.task.RetryOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TaskType;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a schedule; exactly one of {@code at}, {@code every} and {@code cron} says when it is
 * due.
 *
 * @param name what it is for, for people
 * @param at once, at this time
 * @param every again and again after this time, 10 seconds or more
 * @param from when that begins, if not after the first such time
 * @param cron a cron expression of five fields
 * @param zone the time zone whose clocks it goes by; UTC when left out
 * @param missed what becomes of missed occurrences: skip, once or all; once when left out
 * @param overlap what happens while the task before runs: allow, skip, queue or cancel_running;
 *     allow when left out
 * @param task the task that each occurrence asks for
 */
record NewSchedule(
    String name,
    @Nullable Instant at,
    @Nullable Duration every,
    @Nullable Instant from,
    @Nullable String cron,
    @Nullable String zone,
    @Nullable String missed,
    @Nullable String overlap,
    Task task) {

  NewSchedule {
    requireNonNull(name, "name");
    requireNonNull(task, "task");
  }

  /**
   * A task, with the names that it has when it is submitted at once.
   *
   * @param type what it does
   * @param organization whose it is, by slug; or
   * @param project the project it is about, by reference
   * @param input what the type asks for
   * @param labels the caller's own, at most 32
   * @param queue where it waits, if not where its type usually does
   * @param priority -100 to 100, higher first; 0 when left out
   * @param queueTimeout the longest wait for the first attempt
   * @param runTimeout the longest attempt
   * @param silenceTimeout the longest silence of an attempt
   * @param budget the longest time over all attempts, from the first start
   * @param retry how it is tried again
   * @param concurrency what it must not run beside
   * @param workerLabels only workers with all of these labels run it
   */
  record Task(
      TaskType type,
      @Nullable OrganizationId organization,
      @Nullable ProjectRef project,
      @Nullable ObjectNode input,
      @Nullable Map<String, String> labels,
      @Nullable TaskQueue queue,
      @Nullable Integer priority,
      @Nullable Duration queueTimeout,
      @Nullable Duration runTimeout,
      @Nullable Duration silenceTimeout,
      @Nullable Duration budget,
      @Nullable RetryOptions retry,
      @Nullable Concurrency concurrency,
      @Nullable Map<String, String> workerLabels) {
    Task {
      requireNonNull(type, "task.type");
    }
  }
}
