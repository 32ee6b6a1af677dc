package io.rickyard.projector.task;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.TaskError;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * One try of a task.
 *
 * @param attempt its number, from 1
 * @param worker who ran it
 * @param startedAt when it began
 * @param endedAt when it ended
 * @param outcome how it ended
 * @param error why it failed
 * @param steps its steps, in their order
 */
public record AttemptView(
    long attempt,
    WorkerId worker,
    Instant startedAt,
    @Nullable Instant endedAt,
    @Nullable AttemptOutcome outcome,
    @Nullable TaskError error,
    List<StepView> steps) {

  /** Checks that nothing required is missing. */
  public AttemptView {
    requireNonNull(worker, "worker");
    requireNonNull(startedAt, "started_at");
    steps = List.copyOf(steps);
  }

  static AttemptView started(long attempt, WorkerId worker, Instant at, List<String> names) {
    List<StepView> steps =
        IntStream.rangeClosed(1, names.size())
            .mapToObj(number -> StepView.planned(attempt, number, names.get(number - 1)))
            .toList();
    return new AttemptView(attempt, worker, at, null, null, null, steps);
  }

  /** With one step changed; a step that was not announced is there from now on. */
  AttemptView withStep(int number, UnaryOperator<StepView> change) {
    List<StepView> changed = new ArrayList<>(steps);
    for (int next = changed.size() + 1; next <= number; next++) {
      changed.add(StepView.planned(attempt, next, "step " + next));
    }
    changed.set(number - 1, change.apply(changed.get(number - 1)));
    return new AttemptView(attempt, worker, startedAt, endedAt, outcome, error, changed);
  }

  /** Ended, unless it was before. */
  AttemptView ended(AttemptOutcome how, Instant at, @Nullable TaskError why) {
    return outcome == null
        ? new AttemptView(attempt, worker, startedAt, at, how, why, steps)
        : this;
  }

  int completed() {
    return (int)
        steps.stream()
            .filter(
                step -> step.state() == StepStatus.COMPLETED || step.state() == StepStatus.SKIPPED)
            .count();
  }

  @Nullable String running() {
    return steps.stream()
        .filter(step -> step.state() == StepStatus.RUNNING)
        .map(StepView::name)
        .findFirst()
        .orElse(null);
  }
}
