package io.rickyard.gateway.branch;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.stack.StackStatus;
import io.rickyard.contracts.task.TaskError;
import io.rickyard.contracts.task.TaskStatus;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.BranchView;
import io.rickyard.gateway.upstream.ProjectorClient;
import io.rickyard.gateway.upstream.StackView;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** What was seen of branches. The hosted platform has no word for what nobody knows. */
@Singleton
final class BranchObservations {

  private final ProjectorClient projector;

  BranchObservations(ProjectorClient projector) {
    this.projector = projector;
  }

  /**
   * What was seen of one.
   *
   * @param status how its migrations stand
   * @param project how its project is
   * @param reason why it failed, where it did
   */
  record Seen(BranchStatus status, StackStatus project, @Nullable String reason) {}

  private record Migration(TaskStatus state, @Nullable TaskError error) {
    private static final Migration ON_ITS_WAY = new Migration(TaskStatus.QUEUED, null);
  }

  /** What was seen; refuses while nobody can say. */
  Seen of(BranchView branch, Call call) {
    var project =
        projector
            .stack(branch.project(), call)
            .map(StackView::status)
            .orElse(StackStatus.COMING_UP);
    var migration = migration(branch.task(), call);
    var error = migration.error();
    return new Seen(
        BranchStatus.of(migration.state(), project),
        project,
        error == null || migration.state() == TaskStatus.RETRYING ? null : error.message());
  }

  private Migration migration(TaskId task, Call call) {
    try {
      return projector.task(task, call).as(Migration.class);
    } catch (RequestRefused refused) {
      if (refused.code() == ErrorCode.NOT_FOUND) {
        return Migration.ON_ITS_WAY;
      }
      throw refused;
    }
  }
}
