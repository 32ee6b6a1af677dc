package io.rickyard.auth.user;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.password.PasswordHash;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who can sign in.
 *
 * @param id who
 * @param email the address, unique; none for somebody anonymous
 * @param password the password's hash, where one was set
 * @param emailConfirmedAt when the address was found to be theirs
 * @param lastSignInAt when they last signed in
 * @param metadata what they keep here themselves, a JSON object
 * @param appMetadata what administrators keep of them, a JSON object
 * @param bannedUntil until when they may not sign in
 * @param newEmail the address they want instead
 * @param byAddress whether the address, with mail or password, is itself a way in
 * @param linked the providers that are one, the first linked first
 * @param invitedAt when an administrator invited them
 * @param createdAt since when they are known
 * @param updatedAt when something of this last changed
 */
public record User(
    UserId id,
    @Nullable EmailAddress email,
    @Nullable PasswordHash password,
    @Nullable Instant emailConfirmedAt,
    @Nullable Instant lastSignInAt,
    String metadata,
    String appMetadata,
    @Nullable Instant bannedUntil,
    @Nullable EmailAddress newEmail,
    boolean byAddress,
    List<String> linked,
    @Nullable Instant invitedAt,
    Instant createdAt,
    Instant updatedAt) {
  /** Checks that nothing required is missing. */
  public User {
    requireNonNull(id, "id");
    requireNonNull(metadata, "metadata");
    requireNonNull(appMetadata, "appMetadata");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(updatedAt, "updatedAt");
    linked = List.copyOf(linked);
  }

  /** The address as text, empty where there is none. */
  public String emailText() {
    return email == null ? "" : email.value();
  }

  /** The ways in, by the names that GoTrue gives them; none for somebody anonymous. */
  public List<String> ways() {
    var address = byAddress && email != null ? Stream.of("email") : Stream.<String>empty();
    return Stream.concat(address, linked.stream()).distinct().toList();
  }

  /** Whether they have no address. */
  public boolean anonymous() {
    return email == null;
  }

  /** Whether they may not sign in now. */
  public boolean banned(Instant now) {
    return bannedUntil != null && bannedUntil.isAfter(now);
  }
}
