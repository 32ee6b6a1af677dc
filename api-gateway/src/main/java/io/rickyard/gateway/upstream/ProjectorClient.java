package io.rickyard.gateway.upstream;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.gateway.call.Call;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What was observed, at status-projector. */
@Singleton
public final class ProjectorClient {

  private static final Target TASKS = Target.of(Upstream.PROJECTOR, "/tasks");
  private static final Target STACKS = Target.of(Upstream.PROJECTOR, "/stacks");
  private static final int PAGE = 200;

  private record Count(int count) {}

  private final InternalHttp http;

  ProjectorClient(InternalHttp http) {
    this.http = http;
  }

  /** A page of tasks, as the public API shows them. */
  public Answer tasks(Map<String, List<String>> filters, Call call) {
    return http.get(filtered(TASKS, filters), call);
  }

  /** A page of the tasks that were given up and not repeated since. */
  public Answer dead(Map<String, List<String>> filters, Call call) {
    return http.get(filtered(TASKS.segment("dead"), filters), call);
  }

  /** How many tasks a filter finds, counted up to a number. */
  public int count(Map<String, List<String>> filters, boolean dead, int most, Call call) {
    var target = filtered(TASKS.segment("count").with("most", most).with("dead", dead), filters);
    return http.get(target, call).as(Count.class).count();
  }

  private static Target filtered(Target target, Map<String, List<String>> filters) {
    var narrowed = target;
    for (var filter : filters.entrySet()) {
      for (String value : filter.getValue()) {
        narrowed = narrowed.with(filter.getKey(), value);
      }
    }
    return narrowed;
  }

  /** One task with its attempts and steps, as the public API shows it. */
  public Answer task(TaskId id, Call call) {
    return http.get(TASKS.segment(id.toString()), call);
  }

  /** A page of a task's log. */
  public Answer log(TaskId id, @Nullable Long after, @Nullable Integer limit, Call call) {
    var log = TASKS.segment(id.toString()).segment("log");
    return http.get(log.with("after", after).with("limit", limit), call);
  }

  /** A project's stack; empty when nothing was heard of it yet. */
  public Optional<StackView> stack(ProjectRef ref, Call call) {
    try {
      return Optional.of(http.get(STACKS.segment(ref.value()), call).as(StackView.class));
    } catch (RequestRefused refused) {
      if (refused.code() == ErrorCode.NOT_FOUND) {
        return Optional.empty();
      }
      throw refused;
    }
  }

  /** The stacks of one organization, or of all that the caller belongs to. */
  public List<StackView> stacks(@Nullable OrganizationId organization, Call call) {
    List<StackView> stacks = new ArrayList<>();
    String after = null;
    do {
      var target = STACKS.with("organization", organization).with("limit", PAGE);
      var page = http.get(target.with("after", after), call).as(StackPage.class);
      stacks.addAll(page.data());
      after = page.next();
    } while (after != null);
    return List.copyOf(stacks);
  }
}
