package io.rickyard.worker.stack;

import static java.util.Objects.requireNonNull;

import java.util.Map;

/**
 * All secrets of one stack, in plain. They live as short as possible and say nothing in toString.
 *
 * @param dbPassword the password of the role users get, postgres
 * @param superuserPassword the password of the role that owns the internals
 * @param rolePasswords the passwords of the other login roles, by role
 * @param jwtSecret signs the project's tokens
 * @param anonKey the legacy key for browsers
 * @param serviceKey the legacy key for servers
 * @param publishableKey the opaque key for browsers
 * @param secretKey the opaque key for servers
 */
public record StackSecrets(
    String dbPassword,
    String superuserPassword,
    Map<String, String> rolePasswords,
    String jwtSecret,
    String anonKey,
    String serviceKey,
    String publishableKey,
    String secretKey) {

  /** Checks that nothing is missing. */
  public StackSecrets {
    requireNonNull(dbPassword, "dbPassword");
    requireNonNull(superuserPassword, "superuserPassword");
    rolePasswords = Map.copyOf(rolePasswords);
    requireNonNull(jwtSecret, "jwtSecret");
    requireNonNull(anonKey, "anonKey");
    requireNonNull(serviceKey, "serviceKey");
    requireNonNull(publishableKey, "publishableKey");
    requireNonNull(secretKey, "secretKey");
  }

  @Override
  public String toString() {
    return "StackSecrets[...]";
  }
}
