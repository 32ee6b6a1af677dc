package io.rickyard.gateway.management;

import io.micronaut.http.MutableHttpResponse;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.setting.SettingsChange;
import io.rickyard.contracts.task.TaskInput.StackConfigure;
import io.rickyard.gateway.acceptance.Accepted;
import io.rickyard.gateway.acceptance.RightsCache;
import io.rickyard.gateway.acceptance.Submission;
import io.rickyard.gateway.acceptance.Submissions;
import io.rickyard.gateway.acceptance.TaskEnds;
import io.rickyard.gateway.audit.AcceptedDeeds;
import io.rickyard.gateway.call.AcceptingAnswer;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.call.CallHeaders;
import io.rickyard.gateway.upstream.ContentClient;
import io.rickyard.gateway.upstream.ContentClient.Changed;
import io.rickyard.gateway.upstream.ProjectView;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Changes what members have put into a stack.
 *
 * <ol>
 *   <li>Whoever may not, and a stack without the service concerned, is refused before anything is
 *       kept.
 *   <li>The worker keeps the change.
 *   <li>A task brings the services to it. If it cannot be accepted any more, what was kept is taken
 *       back.
 *   <li>The answer waits for that task's end: a key that was deleted opens nothing any more. What a
 *       task did not bring about does not stay, which is for the worker to see to.
 * </ol>
 *
 * <p>Under one idempotency key the worker tells the same revision, and so org-service the same
 * task.
 */
@Singleton
final class StackContents {

  private static final Logger LOG = LoggerFactory.getLogger(StackContents.class);

  private final Projects projects;
  private final RightsCache rights;
  private final Submissions submissions;
  private final TaskEnds ends;
  private final AcceptedDeeds deeds;
  private final ContentClient kept;

  StackContents(
      Projects projects,
      RightsCache rights,
      Submissions submissions,
      TaskEnds ends,
      AcceptedDeeds deeds,
      ContentClient kept) {
    this.projects = projects;
    this.rights = rights;
    this.submissions = submissions;
    this.ends = ends;
    this.deeds = deeds;
    this.kept = kept;
  }

  /**
   * What is done.
   *
   * @param section what it concerns
   * @param action its name in the audit
   * @param detail what else matters about it; no secret
   */
  record Deed(SettingSection section, String action, @Nullable String detail) {}

  /** A change that the worker has kept, and the task that has brought it about. */
  record Done(Changed changed, Accepted accepted) {
    /** With the headers of the task, and whether it was told before. */
    <T> MutableHttpResponse<T> on(MutableHttpResponse<T> response) {
      var told = AcceptingAnswer.headers(response, accepted.task(), accepted.position());
      return accepted.replayed() ? told.header(CallHeaders.REPLAYED, "true") : told;
    }
  }

  /** Does it, for a caller who may; returns when it has taken effect. */
  Done change(ProjectRef ref, Deed deed, Call call, Function<ProjectView, Changed> keeping) {
    var project = changeable(ref, deed.section(), call);
    var changed = keeping.apply(project);
    deeds.accepted(deed.action(), ref.value(), project.organization(), ref, deed.detail(), call);
    var revision =
        new SettingsChange(
            deed.section(),
            Map.of("revision", Long.toString(changed.revision())),
            Set.of(),
            Set.of());
    var accepted = submitted(ref, new StackConfigure(revision, true), changed, call);
    ends.await(accepted, call);
    return new Done(changed, accepted);
  }

  private Accepted submitted(ProjectRef ref, StackConfigure task, Changed changed, Call call) {
    try {
      return submissions.submit(Submission.of(task, ref), call);
    } catch (RequestRefused refused) {
      if (refused.code() != ErrorCode.OUTCOME_UNKNOWN) {
        discard(ref, task.change().section(), changed, call);
      }
      throw refused;
    }
  }

  private void discard(ProjectRef ref, SettingSection section, Changed changed, Call call) {
    try {
      kept.discard(ref, section, changed, call);
    } catch (RequestRefused unanswered) {
      LOG.warn(
          "event=contents_left project={} section={} revision={} follows=\"they take effect with the"
              + " next change or start\" cause=\"{}\"",
          ref,
          section.wireName(),
          changed.revision(),
          unanswered.getMessage());
    }
  }

  /** A project of which this can be changed now, by this caller. */
  ProjectView changeable(ProjectRef ref, SettingSection section, Call call) {
    var _ = rights.require(ref, Permission.PROJECT_CHANGE, call);
    var project = projects.desired(ref, call);
    if (project.composeProject() != null) {
      throw new RequestRefused(
          ErrorCode.PROJECT_ADOPTED,
          "What its services are told is said where its compose file is");
    }
    if (!section.in(project.profile())) {
      throw new RequestRefused(ErrorCode.SERVICE_ABSENT, absent(project, section));
    }
    return switch (project.desired()) {
      case "paused" ->
          throw new RequestRefused(
              ErrorCode.PROJECT_PAUSED, "The project is paused; resume it to change it");
      case "deleted" ->
          throw new RequestRefused(
              ErrorCode.PROJECT_DELETED, "The project's deletion was accepted");
      default -> project;
    };
  }

  /** Makes sure that a caller may be shown what is secret. */
  void requireRevealing(ProjectRef ref, Call call) {
    var _ = rights.require(ref, Permission.SECRET_READ, call);
  }

  /** Says where what is shown has no effect, for want of the service concerned. */
  <T> MutableHttpResponse<T> marked(
      MutableHttpResponse<T> response, ProjectRef ref, SettingSection section, Call call) {
    var project = projects.desired(ref, call);
    return section.in(project.profile())
        ? response
        : response.header(CallHeaders.NOT_APPLIED, absent(project, section));
  }

  private static String absent(ProjectView project, SettingSection section) {
    return "Projects of the profile %s have no %s"
        .formatted(project.profile().wireName(), section.service());
  }
}
