package io.rickyard.worker.bulk;

import io.micronaut.context.annotation.Requires;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.BulkOutcome;
import io.rickyard.contracts.task.BulkOutcome.Result;
import io.rickyard.contracts.task.BulkTargets.Target;
import io.rickyard.contracts.task.TaskCommand.CancelTask;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskInput.TasksCancel;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.worker.task.RetryPolicy;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskHandler;
import io.rickyard.worker.task.TaskRun;
import io.rickyard.worker.task.TaskState;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Runs {@code tasks.cancel}. */
@Singleton
@Requires(beans = Unsealing.class)
public final class CancelTasks implements TaskHandler {

  private static final String REASON = "cancelled";

  private final TaskCommands commands;
  private final Unsealing unsealing;
  private final Clock clock;

  /** Works with these. */
  public CancelTasks(TaskCommands commands, Unsealing unsealing, Clock clock) {
    this.commands = commands;
    this.unsealing = unsealing;
    this.clock = clock;
  }

  @Override
  public TaskType type() {
    return BuiltInType.TASKS_CANCEL;
  }

  @Override
  public RetryPolicy retryPolicy(TaskInput input) {
    return RetryPolicy.attempts(5);
  }

  @Override
  public List<Step> plan(TaskRun run) {
    if (run.input() instanceof TasksCancel cancel) {
      var reason = new Reason(REASON, cancel.reason());
      return new BulkPlan(
              (portion, context, now) -> cancelled(portion, context, reason, cancel.force(), now),
              commands,
              unsealing,
              clock)
          .steps("cancel", cancel.tasks(), cancel.where());
    }
    throw new IllegalArgumentException(
        "A bulk cancel cannot run a " + run.input().taskType().wireName());
  }

  private List<BulkOutcome> cancelled(
      List<Target> portion, StepContext context, Reason reason, boolean force, Instant now)
      throws TaskFailure {
    List<Envelope<CancelTask>> cancels = new ArrayList<>();
    for (Target target : portion) {
      // A bulk task that finds itself is no reason to stop half way.
      if (!target.id().equals(context.run().taskId())) {
        cancels.add(
            BulkPlan.around(
                new CancelTask(target.id(), reason, force),
                target.id().toString(),
                context.run(),
                target.project(),
                now));
      }
    }
    Map<TaskId, TaskState> states = commands.take(cancels);
    return cancels.stream()
        .map(cancel -> {
          TaskId id = cancel.body().taskId();
          return new BulkOutcome(id, result(states.getOrDefault(id, new TaskState.Absent())), null);
        })
        .toList();
  }

  private static Result result(TaskState state) {
    return switch (state) {
      case TaskState.Absent _, TaskState.Tombstone _ -> Result.CANCELLED;
      case TaskState.Running _,
          TaskState.Scheduled _,
          TaskState.Queued _,
          TaskState.Held _,
          TaskState.Retrying _ ->
          Result.STOPPING;
      case TaskState.Ended ended ->
          ended.status() == TaskStatus.CANCELLED ? Result.CANCELLED : Result.ENDED_BEFORE;
    };
  }
}
