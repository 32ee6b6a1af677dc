package io.rickyard.auth.account;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.password.PasswordHash;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.auth.user.UserId;
import org.jspecify.annotations.Nullable;

/**
 * A user to be made.
 *
 * @param id who it will be
 * @param email the address; none for somebody anonymous
 * @param password the password's hash, where one was chosen
 * @param confirmed whether the address is known to be theirs
 * @param invited whether an administrator invited them
 * @param metadata what they keep here themselves, a JSON object
 * @param appMetadata what administrators keep of them, a JSON object
 */
public record NewUser(
    UserId id,
    @Nullable EmailAddress email,
    @Nullable PasswordHash password,
    boolean confirmed,
    boolean invited,
    String metadata,
    String appMetadata) {

  private static final String EMPTY = "{}";

  /** Checks that nothing required is missing. */
  public NewUser {
    requireNonNull(id, "id");
    requireNonNull(metadata, "metadata");
    requireNonNull(appMetadata, "appMetadata");
  }

  /** Somebody whose address an administrator vouches for. */
  public static NewUser confirmed(UserId id, EmailAddress email, @Nullable PasswordHash password) {
    return new NewUser(id, email, password, true, false, EMPTY, EMPTY);
  }

  /** Somebody who has yet to confirm the address. */
  public static NewUser unconfirmed(
      UserId id, EmailAddress email, @Nullable PasswordHash password, @Nullable String metadata) {
    return new NewUser(
        id, email, password, false, false, metadata == null ? EMPTY : metadata, EMPTY);
  }

  /** Somebody without an address. */
  public static NewUser anonymous(UserId id, @Nullable String metadata) {
    return new NewUser(id, null, null, false, false, metadata == null ? EMPTY : metadata, EMPTY);
  }
}
