package io.rickyard.worker.job;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.task.TaskInput.JobRun;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackSpec;
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

  /** Looks it up; nobody changes the stack meanwhile, since the job holds its lane. */
  ProjectJob open(JobRun job, TaskRun run) throws TaskFailure {
    ProjectRef project = requireNonNull(run.project(), "A job belongs to a project");
    var stack =
        ledger
            .find(project)
            .filter(found -> found.organization().equals(run.organization()))
            .filter(found -> found.state() instanceof StackState.Active)
            .orElseThrow(() -> notRunning(project));
    var database = stack.database();
    // From here on the job's claim is the newest, as that of a task that changes the stack.
    if (database == null || !ledger.claimInPart(project, stack.generation(), run.token())) {
      throw notRunning(project);
    }
    var secrets = vault.open(project).orElseThrow(() -> notRunning(project));
    var spec =
        new StackSpec(
            project,
            stack.organization(),
            stack.generation(),
            stack.keptFrom(),
            run.token(),
            stack.size(),
            secrets,
            stack.runtime(),
            new StackSpec.Origin(run.taskId(), run.attempt()));
    return ProjectJob.of(job, spec, database);
  }

  private static TaskFailure notRunning(ProjectRef project) {
    return new TaskFailure(
        "project_not_running", "Project " + project + " is not running, so no job can.", false);
  }
}
