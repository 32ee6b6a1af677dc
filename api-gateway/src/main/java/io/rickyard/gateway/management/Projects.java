package io.rickyard.gateway.management;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.contracts.stack.StackStatus;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.Answer;
import io.rickyard.gateway.upstream.OrgClient;
import io.rickyard.gateway.upstream.ProjectView;
import io.rickyard.gateway.upstream.ProjectorClient;
import io.rickyard.gateway.upstream.StackView;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Joins what is wanted, which org-service knows, with what is, which the projector knows. Without
 * the projector projects can still be listed; their status is unknown then.
 */
@Singleton
final class Projects {

  private static final Duration SOON = Duration.ofSeconds(1);

  private final OrgClient org;
  private final ProjectorClient projector;

  Projects(OrgClient org, ProjectorClient projector) {
    this.org = org;
    this.projector = projector;
  }

  List<ProjectShape> list(@Nullable OrganizationId organization, Call call) {
    List<ProjectView> projects =
        org.projects(organization, call).stream()
            .filter(project ->
                call.identity()
                    .caller()
                    .inScope(Permission.PROJECT_READ, project.organization(), project.ref()))
            .toList();
    if (projects.isEmpty()) {
      return List.of();
    }
    Function<ProjectView, Observed> observed = observations(organization, call);
    return projects.stream()
        .map(project -> ProjectShape.of(project, observed.apply(project)))
        .toList();
  }

  /**
   * A deleted project can be seen going down; once nothing of it is left, there is no such project.
   */
  ProjectShape get(ProjectRef ref, Call call) {
    ProjectView project = org.project(ref, call);
    Observed observed = observe(ref, call);
    if (observed.status() == StackStatus.REMOVED) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "There is no project " + ref);
    }
    return ProjectShape.of(project, observed);
  }

  ProjectView desired(ProjectRef ref, Call call) {
    return org.project(ref, call);
  }

  /**
   * What comes with a project, asked of the worker: a project that is wanted and that the worker
   * does not know is still to be made.
   */
  Answer comingWith(ProjectRef ref, Call call, Supplier<Answer> asking) {
    try {
      return asking.get();
    } catch (RequestRefused refused) {
      if (refused.code() == ErrorCode.NOT_FOUND && desired(ref, call).wanted()) {
        throw new RequestRefused(
            ErrorCode.NOT_READY_YET, "The project is being made; its keys come with it", SOON);
      }
      throw refused;
    }
  }

  ProjectView rename(ProjectRef ref, String name, Call call) {
    return org.rename(ref, name, call);
  }

  ProjectView choose(ProjectRef ref, @Nullable DriftPolicy policy, Call call) {
    return org.choose(ref, policy, call);
  }

  Observed observe(ProjectRef ref, Call call) {
    try {
      return projector.stack(ref, call).map(Observed::of).orElse(Observed.NOTHING_YET);
    } catch (RequestRefused refused) {
      return unseen(refused);
    }
  }

  private Function<ProjectView, Observed> observations(
      @Nullable OrganizationId organization, Call call) {
    try {
      Map<ProjectRef, StackView> stacks =
          projector.stacks(organization, call).stream()
              .collect(Collectors.toMap(StackView::project, Function.identity()));
      return project -> {
        StackView stack = stacks.get(project.ref());
        return stack == null ? Observed.NOTHING_YET : Observed.of(stack);
      };
    } catch (RequestRefused refused) {
      var unseen = unseen(refused);
      return _ -> unseen;
    }
  }

  private static Observed unseen(RequestRefused refused) {
    if (refused.code() == ErrorCode.SERVICE_UNAVAILABLE) {
      return Observed.UNSEEN;
    }
    throw refused;
  }
}
