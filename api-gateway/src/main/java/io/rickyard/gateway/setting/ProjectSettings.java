package io.rickyard.gateway.setting;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.DatabaseAccess;
import io.rickyard.contracts.stack.SettingsView;
import io.rickyard.contracts.task.TaskInput.StackConfigure;
import io.rickyard.gateway.acceptance.Accepted;
import io.rickyard.gateway.acceptance.RightsCache;
import io.rickyard.gateway.acceptance.Submission;
import io.rickyard.gateway.acceptance.Submissions;
import io.rickyard.gateway.acceptance.TaskEnds;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.OrgClient;
import io.rickyard.gateway.upstream.ProjectView;
import io.rickyard.gateway.upstream.WorkerClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Reads and changes settings.
 *
 * <p>What the project is wanted to be decides whether a section takes effect at all; the worker
 * knows its settings. A change is a task, and the answer waits for its end.
 */
@Singleton
public final class ProjectSettings {

  private final OrgClient org;
  private final WorkerClient worker;
  private final RightsCache rights;
  private final Submissions submissions;
  private final TaskEnds ends;

  ProjectSettings(
      OrgClient org,
      WorkerClient worker,
      RightsCache rights,
      Submissions submissions,
      TaskEnds ends) {
    this.org = org;
    this.worker = worker;
    this.rights = rights;
    this.submissions = submissions;
    this.ends = ends;
  }

  SectionSettings read(ProjectRef ref, SettingSection section, Call call) {
    return read(org.project(ref, call), section, call);
  }

  SectionSettings read(ProjectView project, SettingSection section, Call call) {
    var why = notApplied(project, section);
    return new SectionSettings(
        section, why == null ? chosen(project, section, call) : SettingsView.NONE, why);
  }

  /** Who may open its database, and how. */
  DatabaseAccess access(ProjectView project, Call call) {
    return known(project, () -> worker.databaseAccess(project.ref(), call), DatabaseAccess.OPEN);
  }

  private static @Nullable String notApplied(ProjectView project, SettingSection section) {
    if (project.composeProject() != null) {
      return "the stack was adopted; its services are told where its compose file is";
    }
    return section.in(project.profile())
        ? null
        : "projects of the profile %s have no %s"
            .formatted(project.profile().wireName(), section.service());
  }

  private SettingsView chosen(ProjectView project, SettingSection section, Call call) {
    return known(project, () -> worker.settings(project.ref(), section, call), SettingsView.NONE);
  }

  /** Of a project that is wanted and that the worker does not know yet everything is as usual. */
  private static <T> T known(ProjectView project, Supplier<T> asking, T usual) {
    try {
      return asking.get();
    } catch (RequestRefused refused) {
      if (refused.code() == ErrorCode.NOT_FOUND && project.wanted()) {
        return usual;
      }
      throw refused;
    }
  }

  /**
   * Changes a section's settings and waits until they are in use. Nothing is asked for where they
   * are as they shall be.
   *
   * @param restart whether the service may be restarted
   * @return the promise, where there was something to change
   */
  Optional<Accepted> change(
      ProjectRef ref, SettingsRequest request, SettingSection section, boolean restart, Call call) {
    var organization = rights.require(ref, Permission.PROJECT_CHANGE, call);
    var now = read(ref, section, call);
    if (now.notApplied() != null) {
      throw new RequestRefused(ErrorCode.SERVICE_ABSENT, "Nothing was changed: " + now.notApplied())
          .within(organization);
    }
    var wanted = request.against(now);
    if (wanted.isEmpty()) {
      return Optional.empty();
    }
    var accepted =
        submissions.submit(
            Submission.of(new StackConfigure(wanted.get().change(), restart), ref),
            wanted.get().secrets(),
            call);
    ends.await(accepted, call);
    return Optional.of(accepted);
  }
}
