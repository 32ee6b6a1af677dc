package io.rickyard.stack;

import io.rickyard.postgres.ScramVerifier;
import java.time.Duration;
import java.util.Map;

/**
 * What a database has to know of a stack's secrets.
 *
 * @param verifiers one for each of {@link DatabaseBlueprint#LOGIN_ROLES}
 * @param jwtSecret stands in the database's settings, where the project's own functions expect it
 * @param tokenLifetime how long access tokens of the project's users live
 */
public record DatabaseCredentials(
    Map<String, ScramVerifier> verifiers, String jwtSecret, Duration tokenLifetime) {

  public DatabaseCredentials {
    verifiers = Map.copyOf(verifiers);
    if (!verifiers.keySet().containsAll(DatabaseBlueprint.LOGIN_ROLES)) {
      throw new IllegalArgumentException("A login role has no verifier");
    }
    if (jwtSecret.length() < StackKeys.MINIMUM_SECRET_LENGTH || jwtSecret.contains("\\")) {
      throw new IllegalArgumentException("The JWT secret is too short or holds a backslash");
    }
  }

  ScramVerifier verifier(String role) {
    var verifier = verifiers.get(role);
    if (verifier == null) {
      throw new IllegalArgumentException("There is no verifier for " + role);
    }
    return verifier;
  }

  @Override
  public String toString() {
    return "DatabaseCredentials[...]";
  }
}
