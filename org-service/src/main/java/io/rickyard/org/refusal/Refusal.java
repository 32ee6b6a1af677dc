package io.rickyard.org.refusal;

/** Why a request is not carried out. */
public enum Refusal {
  /** It makes no sense as it stands. */
  INVALID,
  /** It says something that nobody knows. */
  UNKNOWN_FIELD,
  /** It does not exist, or the caller may not know that it does. */
  NOT_FOUND,
  /** The caller is a member whose role is too weak. */
  FORBIDDEN,
  /** The token that a hook acts with is limited to scopes that do not allow it. */
  OUT_OF_SCOPE,
  /** The token that a hook acts with was revoked. */
  TOKEN_REVOKED,
  /** The time of the token that a hook acts with is over. */
  TOKEN_EXPIRED,
  /** The project is paused. */
  PROJECT_PAUSED,
  /** The project is active already. */
  PROJECT_ACTIVE,
  /** The project's deletion was accepted. */
  PROJECT_DELETED,
  /** The project's stack is its owner's, who does that. */
  PROJECT_ADOPTED,
  /** The project has no service of which that could be said. */
  SERVICE_ABSENT,
  /** The organization has as many projects as it may have. */
  PROJECT_LIMIT_REACHED,
  /** The organization has as many schedules as it may have. */
  SCHEDULE_LIMIT_REACHED,
  /** Another project has proved that the domain is its own. */
  DOMAIN_TAKEN,
  /** Nothing proves yet that the domain is the project's. */
  DOMAIN_NOT_PROVED,
  /** It does not fit the present state. */
  CONFLICT,
  /** The runtime does not offer the profile. */
  PROFILE_NOT_AVAILABLE,
  /** The runtime cannot keep two organizations apart. */
  RUNTIME_NOT_ISOLATED,
  /** The idempotency key was used with another request. */
  IDEMPOTENCY_KEY_REUSED,
  /** The delivery is not signed by who it should be from, or is too old. */
  INVALID_SIGNATURE,
  /** The delivery id was used with another body. */
  DELIVERY_REUSED,
  /** What the request waits for was held too long by others. */
  BUSY;

  /** Whether somebody lacks a right, so that it belongs into an audit. */
  public boolean ofRight() {
    return switch (this) {
      case FORBIDDEN, OUT_OF_SCOPE, TOKEN_REVOKED, TOKEN_EXPIRED -> true;
      case INVALID,
          UNKNOWN_FIELD,
          NOT_FOUND,
          PROJECT_PAUSED,
          PROJECT_ACTIVE,
          PROJECT_DELETED,
          PROJECT_ADOPTED,
          SERVICE_ABSENT,
          PROJECT_LIMIT_REACHED,
          SCHEDULE_LIMIT_REACHED,
          DOMAIN_TAKEN,
          DOMAIN_NOT_PROVED,
          CONFLICT,
          PROFILE_NOT_AVAILABLE,
          RUNTIME_NOT_ISOLATED,
          IDEMPOTENCY_KEY_REUSED,
          INVALID_SIGNATURE,
          DELIVERY_REUSED,
          BUSY ->
          false;
    };
  }
}
