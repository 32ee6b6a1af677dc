package io.rickyard.worker.job;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.contracts.task.ProjectSecret;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackSecrets;
import io.rickyard.worker.stack.StackState;
import io.rickyard.worker.stack.StackVault;
import io.rickyard.worker.task.TaskFailure;
import io.rickyard.worker.task.TaskRun;

/** What a job may reach of its project, looked up when it starts and not before. */
final class ProjectDoors {

  private final StackLedger ledger;
  private final StackVault vault;

  ProjectDoors(StackLedger ledger, StackVault vault) {
    this.ledger = ledger;
    this.vault = vault;
  }

  /**
   * A project's database and secrets.
   *
   * @param database where it listens
   * @param secrets in plain
   */
  record Opened(DatabaseEndpoint database, StackSecrets secrets) {

    /** One of the secrets, by name. */
    String secret(ProjectSecret name) {
      return switch (name) {
        case DB_PASSWORD -> secrets.dbPassword();
        case JWT_SECRET -> secrets.jwtSecret();
        case ANON_KEY -> secrets.anonKey();
        case SERVICE_ROLE_KEY -> secrets.serviceKey();
        case PUBLISHABLE_KEY -> secrets.publishableKey();
        case SECRET_KEY -> secrets.secretKey();
      };
    }
  }

  /** Looks them up; nobody changes the stack meanwhile, since the job holds its lane. */
  Opened open(TaskRun run) throws TaskFailure {
    ProjectRef project = requireNonNull(run.project(), "A job belongs to a project");
    var stack =
        ledger
            .find(project)
            .filter(found -> found.organization().equals(run.organization()))
            .filter(found -> found.state() instanceof StackState.Active)
            .orElseThrow(() -> notRunning(project));
    var database = stack.database();
    if (database == null) {
      throw notRunning(project);
    }
    var secrets = vault.open(project).orElseThrow(() -> notRunning(project));
    return new Opened(database, secrets);
  }

  private static TaskFailure notRunning(ProjectRef project) {
    return new TaskFailure(
        "project_not_running", "Project " + project + " is not running, so no job can.", false);
  }
}
