package io.rickyard.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Who caused a message.
 *
 * @param kind what sort of actor it is
 * @param id the user's, token's, hook's or schedule's id; for the system, the service's name
 * @param onBehalfOf the user whose rights the actor uses, where the actor is no person itself
 */
public record Actor(Kind kind, String id, @Nullable String onBehalfOf) {

  /** Sorts of actors. */
  public enum Kind {
    /** A person with a session. */
    @JsonProperty("person")
    PERSON,
    /** A machine with an access token. */
    @JsonProperty("token")
    TOKEN,
    /** An inbound webhook's rule. */
    @JsonProperty("webhook")
    WEBHOOK,
    /** A schedule. */
    @JsonProperty("schedule")
    SCHEDULE,
    /** Rickyard itself. */
    @JsonProperty("system")
    SYSTEM
  }

  /** Checks that nothing required is missing. */
  public Actor {
    requireNonNull(kind, "kind");
    requireNonNull(id, "id");
  }

  /** The user whose rights count: the person itself, or the one the actor stands for. */
  public @Nullable String principal() {
    return kind == Kind.PERSON ? id : onBehalfOf;
  }

  /** One of Rickyard's own services. */
  public static Actor system(String service) {
    return new Actor(Kind.SYSTEM, service, null);
  }
}
