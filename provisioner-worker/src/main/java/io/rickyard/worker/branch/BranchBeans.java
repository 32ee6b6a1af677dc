package io.rickyard.worker.branch;

import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.rickyard.worker.sql.MigrationTransfer;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackVault;
import io.rickyard.worker.task.TaskHandler;
import jakarta.inject.Singleton;

/** Puts the task together, where there are stacks. */
@Factory
@Requires(property = "rickyard.installation.data-directory")
final class BranchBeans {

  @Singleton
  TaskHandler migrate(StackLedger ledger, StackVault vault, MigrationTransfer transfer) {
    return new MigrateTask(ledger, vault, transfer);
  }
}
