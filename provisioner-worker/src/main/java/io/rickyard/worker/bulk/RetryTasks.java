package io.rickyard.worker.bulk;

import io.micronaut.context.annotation.Requires;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.BulkOutcome;
import io.rickyard.contracts.task.BulkOutcome.Result;
import io.rickyard.contracts.task.BulkTargets.Target;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskInput.TasksRetry;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.worker.task.RetryPolicy;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.StepContext;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskHandler;
import io.rickyard.worker.task.TaskRun;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs {@code tasks.retry}: each task becomes a new one, whose id was chosen at acceptance. The
 * engine checks the right of who asked once more when each new task is about to start.
 */
@Singleton
@Requires(beans = Unsealing.class)
public final class RetryTasks implements TaskHandler {

  private static final String REFUSED = "not_repeatable";

  private final TaskCommands commands;
  private final Unsealing unsealing;
  private final Clock clock;

  /** Works with these. */
  public RetryTasks(TaskCommands commands, Unsealing unsealing, Clock clock) {
    this.commands = commands;
    this.unsealing = unsealing;
    this.clock = clock;
  }

  @Override
  public TaskType type() {
    return BuiltInType.TASKS_RETRY;
  }

  @Override
  public RetryPolicy retryPolicy(TaskInput input) {
    return RetryPolicy.attempts(5);
  }

  @Override
  public List<Step> plan(TaskRun run) {
    if (run.input() instanceof TasksRetry retry) {
      return new BulkPlan(this::submitted, commands, unsealing, clock)
          .steps("retry", retry.tasks(), retry.where());
    }
    throw new IllegalArgumentException(
        "A bulk retry cannot run a " + run.input().taskType().wireName());
  }

  private List<BulkOutcome> submitted(List<Target> portion, StepContext context, Instant now)
      throws TaskFailure {
    List<Envelope<SubmitTask>> submits = new ArrayList<>();
    List<BulkOutcome> outcomes = new ArrayList<>();
    for (Target target : portion) {
      SubmitTask again = target.again();
      if (again == null) {
        String why = target.refused();
        outcomes.add(new BulkOutcome(target.id(), Result.REFUSED, why == null ? REFUSED : why));
      } else {
        submits.add(
            BulkPlan.around(
                again, again.taskId().toString(), context.run(), target.project(), now));
        outcomes.add(new BulkOutcome(target.id(), Result.SUBMITTED, again.taskId().toString()));
      }
    }
    var _ = commands.take(submits);
    return outcomes;
  }
}
