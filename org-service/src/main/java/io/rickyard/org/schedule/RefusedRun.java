package io.rickyard.org.schedule;

import io.rickyard.org.refusal.Refusal;
import java.util.Locale;

/** What follows when an occurrence's task is refused. */
public sealed interface RefusedRun {

  /** This occurrence comes to nothing, the next is tried again. */
  record Passes(String reason) implements RefusedRun {}

  /** No later occurrence would fare better, unless somebody changes something. */
  record Suspends(String reason) implements RefusedRun {}

  /** The same occurrence is tried again in a moment. */
  record Later() implements RefusedRun {}

  /** Decides by why it was refused. */
  static RefusedRun of(Refusal refusal) {
    return switch (refusal) {
      case BUSY -> new Later();
      case PROJECT_PAUSED,
          PROJECT_ACTIVE,
          PROJECT_LIMIT_REACHED,
          PROFILE_NOT_AVAILABLE,
          RUNTIME_NOT_ISOLATED,
          CONFLICT ->
          new Passes(refusal.name().toLowerCase(Locale.ROOT));
      case NOT_FOUND -> new Suspends("right_lost");
      case INVALID,
          UNKNOWN_FIELD,
          FORBIDDEN,
          OUT_OF_SCOPE,
          TOKEN_REVOKED,
          TOKEN_EXPIRED,
          PROJECT_DELETED,
          PROJECT_ADOPTED,
          SERVICE_ABSENT,
          SCHEDULE_LIMIT_REACHED,
          DOMAIN_TAKEN,
          DOMAIN_NOT_PROVED,
          IDEMPOTENCY_KEY_REUSED,
          INVALID_SIGNATURE,
          DELIVERY_REUSED ->
          new Suspends(refusal.name().toLowerCase(Locale.ROOT));
    };
  }
}
