package io.rickyard.worker.runtime.docker;

import static java.util.Objects.requireNonNull;

/**
 * Who pulls from a registry.
 *
 * @param registry its host, with the port if it has one
 * @param username whose name
 * @param password the password or token
 */
record RegistryLogin(String registry, String username, String password) {

  RegistryLogin {
    requireNonNull(registry, "registry");
    requireNonNull(username, "username");
    requireNonNull(password, "password");
  }

  @Override
  public String toString() {
    return "RegistryLogin[registry=%s, username=%s]".formatted(registry, username);
  }
}
