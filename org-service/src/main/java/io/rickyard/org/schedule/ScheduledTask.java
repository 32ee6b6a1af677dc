package io.rickyard.org.schedule;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.task.Beginning;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskOptions;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.contracts.task.TypeTerms;
import io.rickyard.org.acceptance.TaskTerms;
import io.rickyard.org.acceptance.Work;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The task that each occurrence asks for.
 *
 * @param input what it does
 * @param project the project that it is about, if any; else it is the organization's
 * @param labels its author's own
 * @param queue another queue than the type's own
 * @param options how it is run, where that is not as usual
 */
public record ScheduledTask(
    TaskInput input,
    @Nullable ProjectRef project,
    Map<String, String> labels,
    @Nullable TaskQueue queue,
    TaskOptions options) {

  /** Checks the limits; throws {@link IllegalArgumentException} when one is exceeded. */
  public ScheduledTask {
    requireNonNull(input, "task.input");
    labels = labels == null ? Map.of() : Map.copyOf(labels);
    options = options == null ? TaskOptions.USUAL : options;
    var _ = TaskTerms.NONE.labelled(labels);
  }

  /**
   * Checks what only holds for its type, which is asked when it is made.
   *
   * @throws IllegalArgumentException when no schedule begins such a task; the message is for
   *     callers
   */
  public ScheduledTask checkedFor(TypeTerms terms) {
    if (!terms.allow(Beginning.SCHEDULE)) {
      throw new IllegalArgumentException(
          "A " + input.taskType().wireName() + " is asked for once and not by a schedule");
    }
    var _ = options.checkedFor(input.taskType(), terms);
    return this;
  }

  /** What an occurrence asks for. */
  public Work work(OrganizationId organization) {
    return Work.of(input, project == null ? organization : null, project);
  }

  /** Whether it waits elsewhere than its type usually does, where only administrators put it. */
  public boolean needsAdministrator(TaskQueue usual) {
    return queue != null && queue != usual;
  }

  /** How it is to be run, beside no other task of its schedule where that says so. */
  public TaskTerms terms(ScheduleId schedule, Overlap overlap) {
    return new TaskTerms(
        labels, Map.of(), queue, null, null, overlap.apply(options, "schedule:" + schedule));
  }
}
