package io.rickyard.worker.bulk;

import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageBody;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.task.BulkOutcome;
import io.rickyard.contracts.task.BulkTargets;
import io.rickyard.contracts.task.BulkTargets.Target;
import io.rickyard.contracts.task.LogLevel;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskRun;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One attempt of a bulk task: portions of its targets, a step each, so that its progress shows and
 * a cancel stops it between two of them. Each step hands its commands to the engine in one
 * transaction and writes a line per task; running it again hands in the same commands, which does
 * nothing, and finds the same outcomes. The last step says how many had which.
 */
final class BulkPlan {

  private static final int PORTION = 500;

  private final Deed deed;
  private final TaskCommands commands;
  private final Unsealing unsealing;
  private final Clock clock;
  private final AtomicReference<@Nullable BulkTargets> opened = new AtomicReference<>();
  private final Map<BulkOutcome.Result, Integer> counts = new EnumMap<>(BulkOutcome.Result.class);

  /** What is done to a portion of the targets. */
  @FunctionalInterface
  interface Deed {
    List<BulkOutcome> on(List<Target> portion, StepContext context, Instant now) throws TaskFailure;
  }

  BulkPlan(Deed deed, TaskCommands commands, Unsealing unsealing, Clock clock) {
    this.deed = deed;
    this.commands = commands;
    this.unsealing = unsealing;
    this.clock = clock;
  }

  /** The steps for so many tasks. */
  List<Step> steps(String verb, int tasks, String where) {
    List<Step> steps = new ArrayList<>();
    for (int from = 0; from < tasks; from += PORTION) {
      steps.add(new Portion(verb, from, Math.min(from + PORTION, tasks)));
    }
    steps.add(new Summary(where, tasks));
    return steps;
  }

  private final class Portion implements Step {
    private final String verb;
    private final int from;
    private final int to;

    Portion(String verb, int from, int to) {
      this.verb = verb;
      this.from = from;
      this.to = to;
    }

    @Override
    public String name() {
      return "%s %d to %d".formatted(verb, from + 1, to);
    }

    @Override
    public void run(StepContext context) throws TaskFailure, InterruptedException {
      context.checkpoint();
      var outcomes = deed.on(targets(context).subList(from, to), context, clock.instant());
      for (BulkOutcome outcome : outcomes) {
        counts.merge(outcome.result(), 1, Integer::sum);
        context.log(LogLevel.INFO, outcome.line());
      }
    }
  }

  private final class Summary implements Step {
    private final String where;
    private final int tasks;

    Summary(String where, int tasks) {
      this.where = where;
      this.tasks = tasks;
    }

    @Override
    public String name() {
      return "count";
    }

    @Override
    public void run(StepContext context) throws TaskFailure {
      context.result("tasks", Integer.toString(tasks));
      counts.forEach((result, count) -> context.result(result.wireName(), Integer.toString(count)));
      var run = context.run();
      var now = clock.instant();
      commands.record(
          around(
              new AuditRecord(
                  now,
                  run.input().taskType().wireName(),
                  run.taskId().toString(),
                  "done",
                  null,
                  "%d tasks where %s: %s".formatted(tasks, where, told())),
              run.taskId().toString(),
              run,
              run.project(),
              now));
    }

    private Map<String, Integer> told() {
      Map<String, Integer> told = new TreeMap<>();
      counts.forEach((result, count) -> told.put(result.wireName(), count));
      return told;
    }
  }

  private List<Target> targets(StepContext context) throws TaskFailure {
    BulkTargets known = opened.get();
    if (known != null) {
      return known.targets();
    }
    var sealed =
        context
            .secret(BulkTargets.FIELD)
            .orElseThrow(() -> unreadable("It came without the list of its tasks", null));
    var text = unsealing.open(sealed, context.run().organization(), BulkTargets.FIELD);
    try {
      var read = BulkTargets.unpacked(text);
      opened.set(read);
      return read.targets();
    } catch (IllegalArgumentException e) {
      throw unreadable("The list of its tasks cannot be read", e);
    }
  }

  private static TaskFailure unreadable(String message, @Nullable Throwable cause) {
    return new TaskFailure("targets_unreadable", message, false, cause);
  }

  /** A message in the name of who asked for the bulk task. */
  static <B extends MessageBody> Envelope<B> around(
      B body, String entity, TaskRun run, @Nullable ProjectRef project, Instant now) {
    return new Envelope<>(
        MessageId.next(),
        body.messageType(),
        1,
        entity,
        Version.NONE,
        now,
        run.organization(),
        project,
        null,
        new CorrelationId("task:" + run.taskId()),
        null,
        run.actor(),
        null,
        body);
  }
}
