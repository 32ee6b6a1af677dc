package io.rickyard.gateway.bulk;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.task.BulkTargets;
import io.rickyard.contracts.task.BulkTargets.Target;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.gateway.acceptance.Accepted;
import io.rickyard.gateway.acceptance.BulkSubmission;
import io.rickyard.gateway.acceptance.RightsCache;
import io.rickyard.gateway.acceptance.Submission;
import io.rickyard.gateway.acceptance.Submissions;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.secret.SecretSealer;
import io.rickyard.gateway.task.TaskShape;
import io.rickyard.gateway.upstream.ProjectorClient;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Turns a filter into a task about what it finds now. The caller's right is asked for first, and
 * the projector shows no more than the caller may see; what is found goes sealed into the task.
 */
@Singleton
final class BulkTasks {

  /** What fits into one message, with room for the rest of it. */
  private static final int LARGEST = 650_000;

  private static final String NOT_REPEATABLE = "not_repeatable";

  private final RightsCache rights;
  private final FoundTasks found;
  private final ProjectorClient projector;
  private final SecretSealer sealer;
  private final Submissions submissions;

  BulkTasks(
      RightsCache rights,
      FoundTasks found,
      ProjectorClient projector,
      SecretSealer sealer,
      Submissions submissions) {
    this.rights = rights;
    this.found = found;
    this.projector = projector;
    this.sealer = sealer;
    this.submissions = submissions;
  }

  /**
   * What was begun, or would be.
   *
   * @param task the task, none on a dry run or when nothing was found
   * @param matched how many tasks it is about
   * @param more whether the filter finds others beyond the limit
   * @param accepted the promise behind the task
   */
  record Begun(@Nullable TaskShape task, int matched, boolean more, @Nullable Accepted accepted) {}

  Begun cancel(BulkRequest request, Map<String, List<String>> filters, Call call) {
    String where = BulkRequest.words(filters);
    return begin(
        request,
        filters,
        false,
        call,
        task -> new Target(task.id(), task.project(), null, null),
        tasks -> new TaskInput.TasksCancel(where, tasks, request.words(), request.isForced()));
  }

  /** Repeats what the filter finds; dead letters are repeated under the one id they may have. */
  Begun retry(BulkRequest request, Map<String, List<String>> filters, boolean dead, Call call) {
    String where = BulkRequest.words(filters);
    var batch = TaskId.next();
    var now = Instant.now();
    var next = new int[1];
    return begin(
        request,
        filters,
        dead,
        call,
        task -> again(task, dead ? task.id().replay() : batch.inBatch(++next[0]), now, call),
        tasks -> new TaskInput.TasksRetry(where, tasks));
  }

  private interface Targeting {
    Target of(Repetition task);
  }

  private interface Input {
    TaskInput of(int tasks);
  }

  private Begun begin(
      BulkRequest request,
      Map<String, List<String>> filters,
      boolean dead,
      Call call,
      Targeting targeting,
      Input input) {
    var organization = owner(filters, call);
    if (request.isDryRun()) {
      int count = projector.count(filters, dead, request.most() + 1, call);
      return new Begun(null, Math.min(count, request.most()), count > request.most(), null);
    }
    var tasks = found.find(filters, dead, request.most(), call);
    if (tasks.tasks().isEmpty()) {
      return new Begun(null, 0, false, null);
    }
    List<Target> targets = new ArrayList<>();
    for (Repetition task : tasks.tasks()) {
      targets.add(targeting.of(task));
    }
    var bulk =
        new BulkSubmission(
            input.of(targets.size()),
            organization,
            Map.of(
                BulkTargets.FIELD, sealer.seal(organization, BulkTargets.FIELD, packed(targets))),
            request);
    var accepted = submissions.submit(bulk, call);
    return new Begun(
        TaskShape.of(bulk.submission(), accepted), targets.size(), tasks.more(), accepted);
  }

  private static String packed(List<Target> targets) {
    String packed = new BulkTargets(targets).packed();
    if (packed.length() > LARGEST) {
      throw new RequestRefused(
          ErrorCode.PAYLOAD_TOO_LARGE,
          "These %d tasks are too much for one request: lower the limit or narrow the filter"
              .formatted(targets.size()));
    }
    return packed;
  }

  private OrganizationId owner(Map<String, List<String>> filters, Call call) {
    var project = filters.get("project");
    var organization = filters.getOrDefault("organization", List.of(""));
    try {
      return project == null
          ? rights.require(
              new OrganizationId(organization.getFirst()), Permission.TASK_CHANGE, call)
          : rights.require(new ProjectRef(project.getFirst()), Permission.TASK_CHANGE, call);
    } catch (IllegalArgumentException _) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "There is no such organization or project");
    }
  }

  private Target again(Repetition task, TaskId id, Instant now, Call call) {
    try {
      if (!task.isRepeatableInBulk()) {
        return new Target(task.id(), task.project(), null, NOT_REPEATABLE);
      }
      Submission submission = task.submission();
      if (submission.needsAdministrator()) {
        rights.require(task.organization(), Permission.QUEUE_CHANGE, call);
      }
      return new Target(task.id(), task.project(), submission.command(id, Map.of(), now), null);
    } catch (IllegalArgumentException _) {
      return new Target(task.id(), task.project(), null, NOT_REPEATABLE);
    } catch (RequestRefused refused) {
      return new Target(task.id(), task.project(), null, refused.code().wireName());
    }
  }
}
