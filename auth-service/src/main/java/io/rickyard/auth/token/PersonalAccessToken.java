package io.rickyard.auth.token;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.user.UserId;
import io.rickyard.contracts.organization.Scope;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A token with which somebody's machine acts as them.
 *
 * @param id names it; not the token
 * @param user whose it is
 * @param name what for, in their words
 * @param hint enough to recognize the token by
 * @param scopes what it is limited to; empty means no limit below the user's rights
 * @param createdAt when it was made
 * @param expiresAt when it ends, if ever
 * @param lastUsedAt when it was last used, to about a minute
 */
public record PersonalAccessToken(
    UUID id,
    UserId user,
    String name,
    String hint,
    List<String> scopes,
    Instant createdAt,
    @Nullable Instant expiresAt,
    @Nullable Instant lastUsedAt) {

  private static final int LONGEST_NAME = 100;
  private static final int MOST_SCOPES = 50;

  /** Checks the name: 1 to 100 characters without control characters. */
  public PersonalAccessToken {
    requireNonNull(id, "id");
    requireNonNull(user, "user");
    name = requireNonNull(name, "name").strip();
    requireNonNull(hint, "hint");
    scopes = scopes.stream().map(Scope::parse).map(Scope::toString).distinct().toList();
    if (scopes.size() > MOST_SCOPES) {
      throw new IllegalArgumentException("scopes has at most " + MOST_SCOPES + " entries");
    }
    requireNonNull(createdAt, "createdAt");
    int length = name.codePointCount(0, name.length());
    if (length < 1
        || length > LONGEST_NAME
        || name.codePoints().anyMatch(c -> Character.getType(c) == Character.CONTROL)) {
      throw new IllegalArgumentException(
          "name has 1 to " + LONGEST_NAME + " characters and no control characters");
    }
    if (expiresAt != null && !expiresAt.isAfter(createdAt)) {
      throw new IllegalArgumentException("expires_at lies in the future");
    }
  }

  /** Whether it has ended by itself. */
  public boolean expired(Instant now) {
    return expiresAt != null && !expiresAt.isAfter(now);
  }
}
