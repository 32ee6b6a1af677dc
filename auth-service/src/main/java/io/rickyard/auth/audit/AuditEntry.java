package io.rickyard.auth.audit;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One deed, as it was recorded.
 *
 * @param id the record's own
 * @param at when it was done
 * @param actorKind person, token, webhook, schedule or system
 * @param actorId the user's, token's, hook's or schedule's id, or the service's name
 * @param onBehalfOf the user whose rights the actor used, where it is no person itself
 * @param action what, as {@code noun.verb}
 * @param target the id of what it was done to
 * @param outcome accepted, done or refused
 * @param origin the address it came from
 * @param detail what else matters
 * @param organization in which organization
 * @param project on which project
 * @param correlationId ties together what one request set in motion
 */
public record AuditEntry(
    UUID id,
    Instant at,
    String actorKind,
    String actorId,
    @Nullable String onBehalfOf,
    String action,
    String target,
    String outcome,
    @Nullable String origin,
    @Nullable String detail,
    @Nullable String organization,
    @Nullable String project,
    String correlationId) {
  /** Checks that nothing required is missing. */
  public AuditEntry {
    requireNonNull(id, "id");
    requireNonNull(at, "at");
    requireNonNull(actorKind, "actorKind");
    requireNonNull(actorId, "actorId");
    requireNonNull(action, "action");
    requireNonNull(target, "target");
    requireNonNull(outcome, "outcome");
    requireNonNull(correlationId, "correlationId");
  }

  /** The user whose rights counted, where there was one. */
  public @Nullable String principal() {
    return actorKind.equals("person") ? actorId : onBehalfOf;
  }

  /** Where this entry stands in the order of all. */
  public AuditPlace place() {
    return new AuditPlace(at, id);
  }
}
