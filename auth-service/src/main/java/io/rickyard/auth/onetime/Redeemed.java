package io.rickyard.auth.onetime;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * What a token proved; it is spent.
 *
 * @param purpose what it was for
 * @param user whose it was
 * @param address where it was sent
 * @param challenge what the flow began with, where it began with one
 */
public record Redeemed(
    OneTimePurpose purpose, UserId user, EmailAddress address, @Nullable Challenge challenge) {
  /** Checks that nothing required is missing. */
  public Redeemed {
    requireNonNull(purpose, "purpose");
    requireNonNull(user, "user");
    requireNonNull(address, "address");
  }
}
