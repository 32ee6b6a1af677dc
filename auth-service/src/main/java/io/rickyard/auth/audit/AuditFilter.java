package io.rickyard.auth.audit;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Which entries are looked for; what is left out restricts nothing.
 *
 * @param organization of one organization; of all and none, when left out
 * @param actorKind by what sort of actor
 * @param actor by this actor, or with this user's rights
 * @param action this one, or all that begin with it where it ends with a dot
 * @param target what it was done to
 * @param project on which project
 * @param outcome how it went
 * @param origin from which address
 * @param correlationId what one request set in motion
 * @param from not before
 * @param to before
 */
public record AuditFilter(
    @Nullable String organization,
    @Nullable String actorKind,
    @Nullable String actor,
    @Nullable String action,
    @Nullable String target,
    @Nullable String project,
    @Nullable String outcome,
    @Nullable String origin,
    @Nullable String correlationId,
    @Nullable Instant from,
    @Nullable Instant to) {}
