package io.rickyard.auth.account;

import io.rickyard.auth.password.PasswordHash;
import io.rickyard.auth.user.EmailAddress;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is to change of a user; null keeps what is there.
 *
 * @param email a new address
 * @param password a new password's hash; ends the sessions that are not {@link Users}' caller's
 * @param metadata a JSON object laid over the present one
 * @param appMetadata a JSON object laid over what administrators keep
 * @param bannedUntil until when they may not sign in; a time past lifts a ban
 * @param confirms whether the address is confirmed with this
 */
public record UserChange(
    @Nullable EmailAddress email,
    @Nullable PasswordHash password,
    @Nullable String metadata,
    @Nullable String appMetadata,
    @Nullable Instant bannedUntil,
    boolean confirms) {

  /** A password and metadata, as somebody changes them for themselves. */
  public static UserChange own(@Nullable PasswordHash password, @Nullable String metadata) {
    return new UserChange(null, password, metadata, null, null, false);
  }
}
