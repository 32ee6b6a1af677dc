package io.rickyard.worker.login;

import static java.util.Objects.requireNonNull;

import java.time.Duration;

/**
 * A role that somebody has just been given.
 *
 * @param role its name
 * @param password told now and never again
 * @param lifetime how long it lasts
 */
public record LoginRole(String role, String password, Duration lifetime) {

  /** Checks that nothing is missing. */
  public LoginRole {
    requireNonNull(role, "role");
    requireNonNull(password, "password");
    requireNonNull(lifetime, "lifetime");
  }

  @Override
  public String toString() {
    return "LoginRole[" + role + "]";
  }
}
