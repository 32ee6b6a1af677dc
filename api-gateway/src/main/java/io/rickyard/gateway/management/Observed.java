package io.rickyard.gateway.management;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.stack.StackStatus;
import io.rickyard.gateway.upstream.StackView;
import org.jspecify.annotations.Nullable;

/**
 * What is known about a project's stack.
 *
 * @param status how it is
 * @param reason why, where that needs saying
 * @param stack everything that was observed, if anything was
 */
record Observed(StackStatus status, @Nullable String reason, @Nullable StackView stack) {

  /** Accepted a moment ago: its first event is still on its way. */
  static final Observed NOTHING_YET = new Observed(StackStatus.COMING_UP, null, null);

  /** Nobody can say at the moment, and what cannot be seen is never called healthy. */
  static final Observed UNSEEN =
      new Observed(
          StackStatus.UNKNOWN,
          "status-projector does not answer, so the status is not known",
          null);

  Observed {
    requireNonNull(status, "status");
  }

  static Observed of(StackView stack) {
    var reason = stack.reason();
    return new Observed(stack.status(), reason == null ? null : reason.message(), stack);
  }
}
