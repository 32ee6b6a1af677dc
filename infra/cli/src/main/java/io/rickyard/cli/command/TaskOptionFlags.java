package io.rickyard.cli.command;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How a task is to be run, as flags; only those that are given are sent. */
final class TaskOptionFlags {

  @Option(
      names = "--priority",
      paramLabel = "N",
      description = "-100 to 100; higher first within the organization's queue.")
  private @Nullable Integer priority;

  @Option(
      names = "--queue-timeout",
      paramLabel = "TIME",
      description = "The longest wait before it starts, like 30s or PT30S; then it expires.")
  private @Nullable String queueTimeout;

  @Option(names = "--run-timeout", paramLabel = "TIME", description = "The longest attempt.")
  private @Nullable String runTimeout;

  @Option(
      names = "--silence-timeout",
      paramLabel = "TIME",
      description = "The longest time an attempt may show no sign of life.")
  private @Nullable String silenceTimeout;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      description = "The longest time over all attempts, from the first start.")
  private @Nullable String budget;

  @Option(names = "--max-attempts", paramLabel = "N", description = "How often it is tried.")
  private @Nullable Integer maxAttempts;

  @Option(
      names = "--backoff",
      paramLabel = "KIND:BASE[:CAP[:JITTER]]",
      description = "Waits between attempts, like exponential:1s:1m:0.5; needs --max-attempts.")
  private @Nullable String backoff;

  @Option(
      names = "--concurrency",
      paramLabel = "KEY",
      description = "Never runs beside another task with this key.")
  private @Nullable String concurrency;

  @Option(
      names = "--concurrency-policy",
      paramLabel = "POLICY",
      description = "queue, reject, replace_queued or cancel_running; queue when left out.")
  private @Nullable String policy;

  @Option(
      names = "--worker-label",
      paramLabel = "NAME=VALUE",
      description = "Only workers with this label run it; may be repeated.")
  private @Nullable Map<String, String> workerLabels;

  @Option(
      names = "--parent",
      paramLabel = "TASK",
      description = "The task whose cancel cancels this one as well.")
  private @Nullable String parent;

  /** Puts what was given into the body of a request. */
  void put(ObjectNode body) {
    if (priority != null) {
      body.put("priority", priority);
    }
    time(body, "queue_timeout", queueTimeout);
    time(body, "run_timeout", runTimeout);
    time(body, "silence_timeout", silenceTimeout);
    time(body, "budget", budget);
    if (maxAttempts != null) {
      var retry = body.putObject("retry").put("max_attempts", maxAttempts);
      if (backoff != null) {
        backoff(retry.putObject("backoff"), backoff);
      }
    } else if (backoff != null) {
      throw new CommandRefused(
          ExitCode.USAGE, "--backoff says nothing without --max-attempts.", "Give both.");
    }
    if (concurrency != null) {
      var wanted = body.putObject("concurrency").put("key", concurrency);
      if (policy != null) {
        wanted.put("policy", policy);
      }
    } else if (policy != null) {
      throw new CommandRefused(
          ExitCode.USAGE, "--concurrency-policy needs the key.", "Give --concurrency KEY.");
    }
    if (workerLabels != null) {
      Tasks.given(workerLabels).forEach(body.putObject("worker_labels")::put);
    }
    if (parent != null) {
      body.put("parent", parent);
    }
  }

  private static void backoff(ObjectNode body, String text) {
    List<String> parts = List.of(text.split(":", -1));
    if (parts.size() < 2 || parts.size() > 4) {
      throw new CommandRefused(
          ExitCode.USAGE,
          "'" + text + "' is no backoff.",
          "Write KIND:BASE[:CAP[:JITTER]], like exponential:1s:1m:0.5.");
    }
    body.put("kind", parts.getFirst());
    time(body, "base", parts.get(1));
    time(body, "cap", parts.size() > 2 ? parts.get(2) : null);
    if (parts.size() > 3) {
      body.set("jitter", Tasks.jsonOrText(parts.get(3)));
    }
  }

  private static void time(ObjectNode body, String name, @Nullable String text) {
    if (text != null) {
      body.put(name, Times.iso(text));
    }
  }
}
