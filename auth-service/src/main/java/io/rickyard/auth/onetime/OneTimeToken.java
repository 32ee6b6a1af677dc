package io.rickyard.auth.onetime;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.token.OpaqueToken;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.UserId;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A token as it is handed out, with its two faces: the link's and the code's.
 *
 * @param link what the link holds
 * @param code six digits
 * @param purpose what it is for
 * @param user whose it is; nobody's where it is made only so that the work done tells nothing
 * @param address where it is sent
 * @param challenge what the flow began with, where it began with one
 * @param expiresAt until when it is good
 */
public record OneTimeToken(
    OpaqueToken link,
    String code,
    OneTimePurpose purpose,
    @Nullable UserId user,
    EmailAddress address,
    @Nullable Challenge challenge,
    Instant expiresAt) {
  /** Checks that nothing required is missing. */
  public OneTimeToken {
    requireNonNull(link, "link");
    requireNonNull(code, "code");
    requireNonNull(purpose, "purpose");
    requireNonNull(address, "address");
    requireNonNull(expiresAt, "expiresAt");
  }

  @Override
  public String toString() {
    return "OneTimeToken[" + purpose + "]";
  }
}
