package io.rickyard.gateway.session;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Asks for an access token.
 *
 * @param name what it is for, for people
 * @param expiresAt when it ends; never when left out
 * @param scopes what it is limited to, such as task.*@project:REF; everything its holder may do,
 *     when left out
 */
record NewAccessToken(String name, @Nullable Instant expiresAt, @Nullable List<String> scopes) {
  NewAccessToken {
    requireNonNull(name, "name");
    scopes = scopes == null ? null : List.copyOf(scopes);
  }
}
