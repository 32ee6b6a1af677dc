package io.rickyard.org.acceptance;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.TaskId;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.IdempotencyKey;
import org.jspecify.annotations.Nullable;

/**
 * A request to accept work.
 *
 * @param deed who asks
 * @param work for what
 * @param terms how it is to be run
 * @param idempotency what makes a second such request the same one
 * @param ownTask the task's id where nobody but this service asks for it: then this service sends
 *     the command too, right after the commit
 */
public record WorkOrder(
    Deed deed,
    Work work,
    TaskTerms terms,
    @Nullable IdempotencyKey idempotency,
    @Nullable TaskId ownTask) {
  /** Checks that nothing required is missing. */
  public WorkOrder {
    requireNonNull(deed, "deed");
    requireNonNull(work, "work");
    requireNonNull(terms, "terms");
  }

  /** A request whose command the caller sends. */
  public WorkOrder(Deed deed, Work work, TaskTerms terms, @Nullable IdempotencyKey idempotency) {
    this(deed, work, terms, idempotency, null);
  }
}
