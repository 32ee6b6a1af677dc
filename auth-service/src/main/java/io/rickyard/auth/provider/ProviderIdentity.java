package io.rickyard.auth.provider;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.user.UserId;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Somebody's account at a provider, which opens their account here.
 *
 * @param id which one
 * @param user whose
 * @param provider at which provider
 * @param subject who they are there
 * @param data what the provider said last, a JSON object
 * @param createdAt since when it opens the account
 * @param updatedAt when the provider was last heard
 * @param lastSignInAt when it last opened the account
 */
public record ProviderIdentity(
    UUID id,
    UserId user,
    String provider,
    String subject,
    String data,
    Instant createdAt,
    Instant updatedAt,
    @Nullable Instant lastSignInAt) {
  /** Checks that nothing required is missing. */
  public ProviderIdentity {
    requireNonNull(id, "id");
    requireNonNull(user, "user");
    requireNonNull(provider, "provider");
    requireNonNull(subject, "subject");
    requireNonNull(data, "data");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(updatedAt, "updatedAt");
  }
}
