package io.rickyard.auth.token;

import java.time.Instant;
import java.util.Optional;

/** Keeps tickets that open one stream each, within seconds. */
public interface StreamTickets {

  /** Keeps a ticket for whoever is behind this identity. */
  void add(OpaqueToken ticket, Identity holder, Instant expiresAt);

  /** Whose the ticket is, if it is still good; from then on it isn't. */
  Optional<Identity> redeem(OpaqueToken ticket, Instant now);
}
