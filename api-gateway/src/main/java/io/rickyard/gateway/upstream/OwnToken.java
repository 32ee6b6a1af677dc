package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One of the caller's access tokens, without its value. It is not revoked.
 *
 * @param id its id
 * @param scopes what it is limited to; nothing means all of its holder's rights
 * @param expiresAt when it ends, where it does
 */
public record OwnToken(String id, List<String> scopes, @Nullable Instant expiresAt) {
  /** Checks that nothing required is missing. */
  public OwnToken {
    requireNonNull(id, "id");
    scopes = List.copyOf(requireNonNull(scopes, "scopes"));
  }
}
