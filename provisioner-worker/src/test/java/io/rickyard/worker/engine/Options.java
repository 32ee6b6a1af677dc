package io.rickyard.worker.engine;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.Backoff;
import io.rickyard.contracts.task.Concurrency;
import io.rickyard.contracts.task.RetryOptions;
import io.rickyard.contracts.task.TaskOptions;
import java.time.Duration;
import java.util.Map;

/** Ways to run a task, one wish at a time. */
final class Options {

  private Options() {}

  static TaskOptions queueTimeout(Duration time) {
    return new TaskOptions(0, time, null, null, null, null, null, Map.of(), null);
  }

  static TaskOptions runTimeout(Duration time) {
    return new TaskOptions(0, null, time, null, null, once(), null, Map.of(), null);
  }

  static TaskOptions silenceTimeout(Duration time) {
    return new TaskOptions(0, null, null, time, null, once(), null, Map.of(), null);
  }

  /** With many attempts, so that only the budget ends it. */
  static TaskOptions budget(Duration time, Duration between) {
    var retry = new RetryOptions(50, new Backoff(Backoff.Kind.FIXED, between, between, 0));
    return new TaskOptions(0, null, null, null, time, retry, null, Map.of(), null);
  }

  static TaskOptions retry(int attempts, Backoff.Kind kind, Duration base) {
    var retry = new RetryOptions(attempts, new Backoff(kind, base, Duration.ofDays(1), 0));
    return new TaskOptions(0, null, null, null, null, retry, null, Map.of(), null);
  }

  static TaskOptions concurrency(String key, Concurrency.Policy policy) {
    return new TaskOptions(
        0, null, null, null, null, null, new Concurrency(key, policy), Map.of(), null);
  }

  static TaskOptions childOf(TaskId parent) {
    return new TaskOptions(0, null, null, null, null, null, null, Map.of(), parent);
  }

  private static RetryOptions once() {
    return new RetryOptions(1, null);
  }
}
