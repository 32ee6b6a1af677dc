package io.rickyard.auth.login;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A program asks to act as whoever agrees.
 *
 * @param id names it in the audit; gives no right
 * @param client the program's {@code client_id}
 * @param host the name of its machine, as it says itself
 * @param origin the address it asked from, where one is known
 * @param agent what it says it is
 * @param createdAt when it asked
 * @param expiresAt until when somebody can decide, and then the program fetch its token
 * @param callback where the browser brings the answer; none for a program that polls
 * @param decided whether somebody has decided already
 */
public record LoginRequest(
    UUID id,
    String client,
    String host,
    @Nullable String origin,
    @Nullable String agent,
    Instant createdAt,
    Instant expiresAt,
    @Nullable Callback callback,
    boolean decided) {
  /** Checks that nothing required is missing. */
  public LoginRequest {
    requireNonNull(id, "id");
    requireNonNull(client, "client");
    requireNonNull(host, "host");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(expiresAt, "expiresAt");
  }
}
