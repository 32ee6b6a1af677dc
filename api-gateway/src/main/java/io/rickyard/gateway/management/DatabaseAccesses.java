package io.rickyard.gateway.management;

import static java.util.Objects.requireNonNull;

import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.setting.SettingsChange;
import io.rickyard.contracts.stack.DatabaseAccess;
import io.rickyard.contracts.task.TaskInput.StackConfigure;
import io.rickyard.gateway.acceptance.Accepted;
import io.rickyard.gateway.acceptance.RightsCache;
import io.rickyard.gateway.acceptance.Submission;
import io.rickyard.gateway.acceptance.Submissions;
import io.rickyard.gateway.acceptance.TaskEnds;
import io.rickyard.gateway.call.AcceptingAnswer;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.WorkerClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.util.Set;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** Who may open projects' databases, and how: what holds, and changes of it. */
@Singleton
final class DatabaseAccesses {

  private final WorkerClient worker;
  private final RightsCache rights;
  private final Submissions submissions;
  private final TaskEnds ends;

  DatabaseAccesses(
      WorkerClient worker, RightsCache rights, Submissions submissions, TaskEnds ends) {
    this.worker = worker;
    this.rights = rights;
    this.submissions = submissions;
    this.ends = ends;
  }

  /**
   * What holds from now on.
   *
   * @param access who may open the database
   * @param task what brought it about
   */
  record Changed(DatabaseAccess access, Accepted task) {
    Changed {
      requireNonNull(access, "access");
      requireNonNull(task, "task");
    }

    <T> HttpResponse<T> answer(Function<DatabaseAccess, T> shape, int status) {
      return AcceptingAnswer.headers(
          HttpResponse.<T>status(HttpStatus.valueOf(status)).body(shape.apply(access)),
          task.task(),
          task.position());
    }
  }

  DatabaseAccess get(ProjectRef project, Call call) {
    return worker.databaseAccess(project, call);
  }

  /** Changes it with a task, and returns when that has succeeded. */
  Changed change(ProjectRef project, UnaryOperator<DatabaseAccess> change, Call call) {
    rights.require(project, Permission.PROJECT_CHANGE, call);
    var wanted = changed(get(project, call), change);
    var accepted =
        submissions.submit(
            Submission.of(
                new StackConfigure(
                    new SettingsChange(
                        SettingSection.ACCESS, wanted.settings(), Set.of(), Set.of()),
                    true),
                project),
            call);
    ends.await(accepted, call);
    return new Changed(wanted, accepted);
  }

  private static DatabaseAccess changed(
      DatabaseAccess before, UnaryOperator<DatabaseAccess> change) {
    try {
      return change.apply(before);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }
}
