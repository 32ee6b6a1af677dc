package io.rickyard.auth.user;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.password.PasswordHash;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can sign in.
 *
 * @param id who
 * @param email the address, unique
 * @param password the password's hash, where one was set
 * @param emailConfirmedAt when the address was found to be theirs
 * @param lastSignInAt when they last signed in
 * @param metadata what they keep here themselves, a JSON object
 * @param bannedUntil until when they may not sign in
 * @param createdAt since when they are known
 * @param updatedAt when something of this last changed
 */
public record User(
    UserId id,
    EmailAddress email,
    @Nullable PasswordHash password,
    @Nullable Instant emailConfirmedAt,
    @Nullable Instant lastSignInAt,
    String metadata,
    @Nullable Instant bannedUntil,
    Instant createdAt,
    Instant updatedAt) {
  /** Checks that nothing required is missing. */
  public User {
    requireNonNull(id, "id");
    requireNonNull(email, "email");
    requireNonNull(metadata, "metadata");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(updatedAt, "updatedAt");
  }

  /** Whether they may not sign in now. */
  public boolean banned(Instant now) {
    return bannedUntil != null && bannedUntil.isAfter(now);
  }
}
