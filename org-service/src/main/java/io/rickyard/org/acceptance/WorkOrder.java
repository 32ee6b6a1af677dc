package io.rickyard.org.acceptance;

import static java.util.Objects.requireNonNull;

import io.rickyard.org.organization.Deed;
import org.jspecify.annotations.Nullable;

/**
 * A request to accept work.
 *
 * @param deed who asks
 * @param work for what
 * @param terms how it is to be run
 * @param idempotency what makes a second such request the same one
 */
public record WorkOrder(
    Deed deed, Work work, TaskTerms terms, @Nullable IdempotencyKey idempotency) {
  /** Checks that nothing required is missing. */
  public WorkOrder {
    requireNonNull(deed, "deed");
    requireNonNull(work, "work");
    requireNonNull(terms, "terms");
  }
}
