package io.rickyard.contracts.identity;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.time.Instant;

/** What ended a right to call, or changed what one may do by calling. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "event")
@JsonSubTypes({
  @JsonSubTypes.Type(value = IdentityEvent.TokenRevoked.class, name = "token_revoked"),
  @JsonSubTypes.Type(value = IdentityEvent.SessionRevoked.class, name = "session_revoked"),
  @JsonSubTypes.Type(value = IdentityEvent.UserDisabled.class, name = "user_disabled"),
  @JsonSubTypes.Type(value = IdentityEvent.UserDeleted.class, name = "user_deleted"),
  @JsonSubTypes.Type(value = IdentityEvent.SigningKeyRevoked.class, name = "signing_key_revoked"),
  @JsonSubTypes.Type(value = IdentityEvent.RightsChanged.class, name = "rights_changed")
})
public sealed interface IdentityEvent {

  /** When it happened. */
  Instant at();

  /**
   * A machine token is void.
   *
   * @param at when it happened
   * @param tokenId which one
   */
  record TokenRevoked(Instant at, String tokenId) implements IdentityEvent {
    /** Checks that nothing required is missing. */
    public TokenRevoked {
      requireNonNull(at, "at");
      requireNonNull(tokenId, "token_id");
    }
  }

  /**
   * A session is void.
   *
   * @param at when it happened
   * @param sessionId which one
   */
  record SessionRevoked(Instant at, String sessionId) implements IdentityEvent {
    /** Checks that nothing required is missing. */
    public SessionRevoked {
      requireNonNull(at, "at");
      requireNonNull(sessionId, "session_id");
    }
  }

  /**
   * Everything that a user holds is void.
   *
   * @param at when it happened
   * @param userId who
   */
  record UserDisabled(Instant at, String userId) implements IdentityEvent {
    /** Checks that nothing required is missing. */
    public UserDisabled {
      requireNonNull(at, "at");
      requireNonNull(userId, "user_id");
    }
  }

  /**
   * An account is no more. What it held became void before, by events of their own; what it was in
   * organizations ends because of this.
   *
   * @param at when it happened
   * @param userId who
   */
  record UserDeleted(Instant at, String userId) implements IdentityEvent {
    /** Checks that nothing required is missing. */
    public UserDeleted {
      requireNonNull(at, "at");
      requireNonNull(userId, "user_id");
    }
  }

  /**
   * Whatever was signed with a key is void, whoever's it is.
   *
   * @param at when it happened
   * @param keyId which one
   */
  record SigningKeyRevoked(Instant at, String keyId) implements IdentityEvent {
    /** Checks that nothing required is missing. */
    public SigningKeyRevoked {
      requireNonNull(at, "at");
      requireNonNull(keyId, "key_id");
    }
  }

  /**
   * A user's tokens and sessions go on, and mean something else: nothing that was remembered of
   * them counts.
   *
   * @param at when it happened
   * @param userId who
   */
  record RightsChanged(Instant at, String userId) implements IdentityEvent {
    /** Checks that nothing required is missing. */
    public RightsChanged {
      requireNonNull(at, "at");
      requireNonNull(userId, "user_id");
    }
  }
}
