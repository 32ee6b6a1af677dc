package io.rickyard.contracts.audit;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.MessageBody;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * One deed. Who did it stands in the envelope.
 *
 * @param at when
 * @param action what, as {@code noun.verb}: {@code project.create}, {@code token.revoke}
 * @param target the id of what it was done to
 * @param outcome {@code accepted}, {@code done} or {@code refused}
 * @param origin the address it came from, where one is known
 * @param detail what else matters; holds no secret
 */
public record AuditRecord(
    Instant at,
    String action,
    String target,
    String outcome,
    @Nullable String origin,
    @Nullable String detail)
    implements MessageBody {
  /** Checks that nothing required is missing. */
  public AuditRecord {
    requireNonNull(at, "at");
    requireNonNull(action, "action");
    requireNonNull(target, "target");
    requireNonNull(outcome, "outcome");
  }

  @Override
  public String messageType() {
    return "audit.record";
  }
}
