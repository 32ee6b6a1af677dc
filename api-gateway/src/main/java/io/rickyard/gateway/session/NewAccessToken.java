package io.rickyard.gateway.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Asks for an access token.
 *
 * @param name what it is for, for people
 * @param expiresAt when it ends; never when left out
 */
record NewAccessToken(String name, @Nullable Instant expiresAt) {
  NewAccessToken {
    requireNonNull(name, "name");
  }
}
