package io.rickyard.gateway.management;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.contracts.task.TaskInput.StackRestart;
import io.rickyard.gateway.call.Call;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.util.List;

/**
 * The services of a project by name, as far as they have been seen. The worker, which knows the
 * release, has the last word.
 */
@Singleton
final class ProjectServices {

  /** What is asked of the database as its users do; no service of its own. */
  private static final String USER = "db_postgres_user";

  private final Projects projects;

  ProjectServices(Projects projects) {
    this.projects = projects;
  }

  /** A restart of one of them. */
  StackRestart restart(ProjectRef ref, String service, Call call) {
    var known = names(ref, call);
    if (!known.isEmpty() && !known.contains(service)) {
      throw new RequestRefused(
          ErrorCode.UNPROCESSABLE,
          "The project has no service '%s'; it has %s".formatted(service, known));
    }
    try {
      return new StackRestart(service);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
  }

  /** Those that were seen; none before anything was. Refuses who may not see the project. */
  private List<String> names(ProjectRef ref, Call call) {
    return projects.get(ref, call).services().stream()
        .map(ServiceHealth::service)
        .filter(name -> !name.equals(USER))
        .toList();
  }
}
