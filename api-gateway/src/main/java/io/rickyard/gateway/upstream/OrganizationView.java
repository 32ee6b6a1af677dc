package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * An organization, as org-service shows it to one of its members.
 *
 * @param id its id
 * @param slug the same
 * @param name its name, for people
 * @param role what the caller is in it
 * @param createdAt when it came into being
 */
public record OrganizationView(
    String id, String slug, String name, @Nullable String role, @Nullable Instant createdAt) {
  /** Checks that nothing required is missing. */
  public OrganizationView {
    requireNonNull(id, "id");
    requireNonNull(slug, "slug");
    requireNonNull(name, "name");
  }
}
