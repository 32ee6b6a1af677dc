package io.rickyard.worker.branch;

import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.MigrationCourse;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskInput.StackMigrate;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.worker.sql.MigrationTransfer;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackVault;
import io.rickyard.worker.task.RetryPolicy;
import io.rickyard.worker.task.Step;
import io.rickyard.worker.task.TaskHandler;
import io.rickyard.worker.task.TaskRun;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings migrations from one project into another. Nothing is taken back when it fails: what was
 * applied is in the history, and a later task goes on from there.
 */
final class MigrateTask implements TaskHandler {

  /** Also while the other project is being restarted. */
  private static final int ATTEMPTS = 5;

  private static final Duration LONGEST = Duration.ofHours(1);

  private final StackLedger ledger;
  private final RunningDatabases databases;
  private final MigrationTransfer transfer;

  MigrateTask(StackLedger ledger, StackVault vault, MigrationTransfer transfer) {
    this.ledger = ledger;
    this.databases = new RunningDatabases(ledger, vault);
    this.transfer = transfer;
  }

  @Override
  public TaskType type() {
    return BuiltInType.STACK_MIGRATE;
  }

  @Override
  public RetryPolicy retryPolicy(TaskInput input) {
    return RetryPolicy.attempts(ATTEMPTS);
  }

  @Override
  public Duration runTimeout(TaskInput input) {
    return LONGEST;
  }

  @Override
  public List<Step> plan(TaskRun run) {
    var steps = new MigrateSteps(input(run), ledger, databases, transfer);
    var all = new ArrayList<Step>();
    all.add(steps.begin());
    if (input(run).course() == MigrationCourse.RESET) {
      all.add(steps.empty());
    }
    all.add(steps.apply());
    return List.copyOf(all);
  }

  private static StackMigrate input(TaskRun run) {
    if (run.input() instanceof StackMigrate migrate) {
      return migrate;
    }
    throw new IllegalArgumentException(
        "Migrations are not brought over by a " + run.input().taskType().wireName());
  }
}
