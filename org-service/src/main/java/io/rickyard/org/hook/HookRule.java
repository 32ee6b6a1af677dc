package io.rickyard.org.hook;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.task.Beginning;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TypeTerms;
import io.rickyard.org.acceptance.TaskTerms;
import io.rickyard.org.acceptance.Work;
import io.rickyard.org.organization.DisplayName;
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
    if (input.taskType() instanceof BuiltInType builtIn) {
      requireFit(input, project, builtIn.terms());
    }
    labels.values().forEach(Placeholders::requireKnown);
    var _ = TaskTerms.NONE.labelled(labels);
    if (input instanceof TaskInput.StackProvision provision) {
      Placeholders.requireKnown(provision.name());
      var _ = new DisplayName(provision.name());
      var _ = new Region(provision.region());
    }
  }

  /**
   * Checks what only holds for its type: of an extension's it is asked when the rule is made.
   *
   * @throws IllegalArgumentException when no delivery begins such a task; the message is for
   *     callers
   */
  public HookRule checkedFor(TypeTerms terms) {
    requireFit(input, project, terms);
    return this;
  }

  private static void requireFit(TaskInput input, @Nullable ProjectRef project, TypeTerms terms) {
    var type = input.taskType();
    if (!terms.allow(Beginning.HOOK)) {
      throw new IllegalArgumentException("A rule does not begin " + type.wireName());
    }
    if (terms.needsProject() && project == null) {
      throw new IllegalArgumentException("A rule for " + type.wireName() + " names its project");
    }
    if (type == BuiltInType.STACK_PROVISION && project != null) {
      throw new IllegalArgumentException("A rule for " + type.wireName() + " names no project");
    }
  }

  /** What a delivery that says this asks for. */
  Work work(OrganizationId organization, DeliveryFacts facts) {
    return input instanceof TaskInput.StackProvision provision
        ? new Work.Provision(
            organization,
            new DisplayName(Placeholders.fill(provision.name(), facts, DisplayName.LONGEST)),
            new Region(provision.region()),
            provision.profile())
        : Work.of(input, project == null ? organization : null, project);
  }

  /** The labels of a task that a delivery with these facts asks for. */
  Map<String, String> labels(DeliveryFacts facts) {
    var filled = new HashMap<String, String>();
    labels.forEach(
        (key, template) -> filled.put(key, Placeholders.fill(template, facts, LONGEST_LABEL)));
    return filled;
  }
}
