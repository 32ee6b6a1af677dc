package io.rickyard.worker.branch;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.sql.OpenDatabase;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackState;
import io.rickyard.worker.stack.StackVault;
import io.rickyard.worker.task.TaskFailure;

/** Opens the databases of an organization's projects that run, as the role that users have. */
final class RunningDatabases {

  private final StackLedger ledger;
  private final StackVault vault;

  RunningDatabases(StackLedger ledger, StackVault vault) {
    this.ledger = ledger;
    this.vault = vault;
  }

  /** One of them; of another organization there is none. */
  OpenDatabase open(ProjectRef project, OrganizationId organization) throws TaskFailure {
    var stack =
        ledger
            .find(project)
            .filter(found -> found.organization().equals(organization))
            .orElseThrow(() -> notRunning(project, false));
    var endpoint = stack.database();
    if (endpoint == null || !runs(stack)) {
      throw notRunning(project, stack.state() instanceof StackState.Changing);
    }
    var secrets = vault.open(project).orElseThrow(() -> notRunning(project, false));
    return new OpenDatabase(endpoint, StackLogins.user(secrets));
  }

  private static boolean runs(StackRecord stack) {
    return switch (stack.state()) {
      case StackState.Active _, StackState.Unhealthy _, StackState.Unknown _ -> true;
      case StackState.Absent _,
          StackState.Changing _,
          StackState.Paused _,
          StackState.Failed _,
          StackState.Removed _ ->
          false;
    };
  }

  private static TaskFailure notRunning(ProjectRef project, boolean passing) {
    return new TaskFailure(
        "project_not_running",
        "Project " + project + " is not running, so its migrations are out of reach",
        passing);
  }
}
