package io.rickyard.auth.factor;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.user.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A second factor.
 *
 * @param id which one
 * @param user whose it is
 * @param name what they call it
 * @param createdAt since when it is known
 * @param verifiedAt when a first code fitted; until then it counts for nothing
 */
public record Factor(
    UUID id, UserId user, String name, Instant createdAt, @Nullable Instant verifiedAt) {

  /** The most characters of a name. */
  public static final int LONGEST_NAME = 100;

  /** Checks that nothing required is missing. */
  public Factor {
    requireNonNull(id, "id");
    requireNonNull(user, "user");
    requireNonNull(createdAt, "createdAt");
    if (requireNonNull(name, "name").length() > LONGEST_NAME) {
      throw new IllegalArgumentException(
          "friendly_name has at most " + LONGEST_NAME + " characters");
    }
  }

  /** Whether it counts. */
  public boolean verified() {
    return verifiedAt != null;
  }
}
