package io.rickyard.worker.stack;

import io.rickyard.contracts.Reason;
import io.rickyard.contracts.stack.StackEvent;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What follows from looking at a stack. Pure: what was seen comes in, what is new about it goes
 * out.
 */
final class Observation {

  private Observation() {}

  /**
   * What is new when a stack was seen; nothing while a task changes it or it should stand still.
   *
   * @param drift what is said of how it differs from what it should be, if it does: then it is not
   *     healthy, however well it answers
   */
  static Optional<StackEvent> seen(
      StackRecord stack, StackObservation seen, @Nullable Reason drift) {
    if (!stack.state().watched()) {
      return Optional.empty();
    }
    return drift == null && seen.healthy()
        ? healthy(stack, seen)
        : unhealthy(stack.state(), seen, drift == null ? reason(seen) : drift);
  }

  private static Optional<StackEvent> healthy(StackRecord stack, StackObservation seen) {
    var database = seen.database();
    if (database != null && !database.equals(stack.database())) {
      // It works somewhere else than before: its port was taken while it was away.
      return Optional.of(
          new StackEvent.StackActivated(seen.observedAt(), seen.services(), database));
    }
    return stack.state() instanceof StackState.Active
        ? Optional.empty()
        : Optional.of(
            new StackEvent.StackHealthObserved(seen.observedAt(), true, seen.services(), null));
  }

  private static Optional<StackEvent> unhealthy(
      StackState state, StackObservation seen, Reason reason) {
    return explained(state, reason)
        ? Optional.empty()
        : Optional.of(
            new StackEvent.StackHealthObserved(seen.observedAt(), false, seen.services(), reason));
  }

  /** Why a change failed says more than that the stack does not work since. */
  private static boolean explained(StackState state, Reason reason) {
    return state instanceof StackState.Failed
        || (state instanceof StackState.Unhealthy(var known) && known.equals(reason));
  }

  /** What is new when it could not be seen. */
  static Optional<StackEvent> lost(StackState state, Reason reason, Instant at) {
    boolean known = state instanceof StackState.Unknown(var why) && why.equals(reason);
    return state.watched() && !known
        ? Optional.of(new StackEvent.StackObservationLost(at, reason))
        : Optional.empty();
  }

  private static Reason reason(StackObservation seen) {
    if (!seen.dataPresent()) {
      return new Reason("data_missing", "Its data directory is gone");
    }
    if (!seen.running()) {
      return new Reason("not_running", "Its server does not run; repair the project");
    }
    return new Reason("unhealthy", seen.complaint().orElse("A service does not work"));
  }
}
