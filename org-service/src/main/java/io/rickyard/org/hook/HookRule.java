package io.rickyard.org.hook;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.org.acceptance.TaskTerms;
import io.rickyard.org.acceptance.Work;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.project.ProjectChange;
import io.rickyard.org.project.Region;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Which task a hook's deliveries ask for. Everything in it is its author's; a delivery only fills
 * placeholders in a new project's name and in labels.
 *
 * @param input what the task does; a new project's name may hold placeholders
 * @param project which project is changed, where the task changes one
 * @param labels the task's, whose values may hold placeholders
 * @param allow which deliveries it acts on
 */
public record HookRule(
    TaskInput input, @Nullable ProjectRef project, Map<String, String> labels, AllowList allow) {

  private static final int LONGEST_LABEL = 256;

  /** Checks that it makes sense; throws {@link IllegalArgumentException} when it does not. */
  public HookRule {
    requireNonNull(input, "rule.input");
    labels = labels == null ? Map.of() : Map.copyOf(labels);
    allow = allow == null ? AllowList.EVERYTHING : allow;
    boolean needsProject =
        switch (input) {
          case TaskInput.StackProvision _, TaskInput.PlatformProbe _ -> false;
          case TaskInput.JobRun _,
              TaskInput.StackPause _,
              TaskInput.StackResume _,
              TaskInput.StackRestart _,
              TaskInput.StackRepair _,
              TaskInput.StackDelete _ ->
              true;
          case TaskInput.TasksCancel _, TaskInput.TasksRetry _, TaskInput.LockHold _ ->
              throw new IllegalArgumentException(
                  "A rule does not begin " + input.taskType().wireName());
        };
    if (needsProject != (project != null)) {
      throw new IllegalArgumentException(
          "A rule for "
              + input.taskType().wireName()
              + (needsProject ? " names its project" : " names no project"));
    }
    labels.values().forEach(Placeholders::requireKnown);
    var _ = TaskTerms.NONE.labelled(labels);
    if (input instanceof TaskInput.StackProvision provision) {
      Placeholders.requireKnown(provision.name());
      var _ = new DisplayName(provision.name());
      var _ = new Region(provision.region());
    }
  }

  /** What a delivery that says this asks for. */
  Work work(OrganizationId organization, DeliveryFacts facts) {
    return switch (input) {
      case TaskInput.StackProvision provision ->
          new Work.Provision(
              organization,
              new DisplayName(Placeholders.fill(provision.name(), facts, DisplayName.LONGEST)),
              new Region(provision.region()),
              provision.profile());
      case TaskInput.StackPause _ -> change(ProjectChange.PAUSE);
      case TaskInput.StackResume _ -> change(ProjectChange.RESUME);
      case TaskInput.StackRestart _ -> change(ProjectChange.RESTART);
      case TaskInput.StackRepair _ -> change(ProjectChange.REPAIR);
      case TaskInput.StackDelete _ -> change(ProjectChange.DELETE);
      case TaskInput.PlatformProbe _,
          TaskInput.TasksCancel _,
          TaskInput.TasksRetry _,
          TaskInput.LockHold _ ->
          new Work.Free(organization, null, input);
      case TaskInput.JobRun job -> new Work.Free(null, project, job);
    };
  }

  /** The labels of a task that a delivery with these facts asks for. */
  Map<String, String> labels(DeliveryFacts facts) {
    var filled = new HashMap<String, String>();
    labels.forEach(
        (key, template) -> filled.put(key, Placeholders.fill(template, facts, LONGEST_LABEL)));
    return filled;
  }

  private Work change(ProjectChange change) {
    return new Work.Change(requireNonNull(project, "rule.project"), change);
  }
}
