package io.rickyard.worker.http;

import io.micronaut.context.annotation.Requires;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.membership.Memberships;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackState;
import jakarta.inject.Singleton;
import java.util.Optional;

/** The stacks a caller may see: those of the caller's organizations, as long as they are there. */
@Singleton
@Requires(bean = StackLedger.class)
class VisibleStacks {

  private final StackLedger ledger;
  private final Memberships memberships;

  VisibleStacks(StackLedger ledger, Memberships memberships) {
    this.ledger = ledger;
    this.memberships = memberships;
  }

  /** One of them. */
  Optional<StackRecord> find(Caller caller, String ref) {
    return project(ref)
        .flatMap(ledger::find)
        .filter(stack -> !(stack.state() instanceof StackState.Removed))
        .filter(stack -> memberships.role(stack.organization(), caller.subject()).isPresent());
  }

  /** The same; for who may not see it there is none. */
  StackRecord get(Caller caller, String ref) {
    return find(caller, ref).orElseThrow(() -> missing(ref));
  }

  static RequestRefused missing(String ref) {
    return new RequestRefused(ErrorCode.NOT_FOUND, "There is no project " + ref);
  }

  static Optional<ProjectRef> project(String ref) {
    try {
      return Optional.of(new ProjectRef(ref));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
