package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A user, as auth-service shows it to other services.
 *
 * @param id who
 * @param email the address, where there is one
 */
public record UserView(String id, @Nullable String email) {
  /** Checks that nothing required is missing. */
  public UserView {
    requireNonNull(id, "id");
  }
}
