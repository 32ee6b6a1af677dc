package io.rickyard.worker.runtime;

import io.rickyard.postgres.Login;
import io.rickyard.postgres.ScramVerifier;
import io.rickyard.stack.DatabaseBlueprint;
import io.rickyard.stack.DatabaseCredentials;
import io.rickyard.worker.stack.StackSecrets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;

/** What a stack's secrets mean to its database. */
public final class StackLogins {

  private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

  private StackLogins() {}

  /** The role that owns the internals. */
  public static Login superuser(StackSecrets secrets) {
    return new Login(
        DatabaseBlueprint.SUPERUSER, secrets.superuserPassword(), DatabaseBlueprint.DATABASE);
  }

  /** The role users get. */
  public static Login user(StackSecrets secrets) {
    return new Login(DatabaseBlueprint.USER, secrets.dbPassword(), DatabaseBlueprint.DATABASE);
  }

  /** What the server keeps of the superuser's password. */
  public static ScramVerifier superuserVerifier(StackSecrets secrets, SecureRandom random) {
    return ScramVerifier.of(secrets.superuserPassword(), random);
  }

  /** What the setup of the database needs. */
  public static DatabaseCredentials credentials(StackSecrets secrets, SecureRandom random) {
    var verifiers = new HashMap<String, ScramVerifier>();
    secrets
        .rolePasswords()
        .forEach((role, password) -> verifiers.put(role, ScramVerifier.of(password, random)));
    verifiers.put(DatabaseBlueprint.SUPERUSER, superuserVerifier(secrets, random));
    verifiers.put(DatabaseBlueprint.USER, ScramVerifier.of(secrets.dbPassword(), random));
    return new DatabaseCredentials(verifiers, secrets.jwtSecret(), TOKEN_LIFETIME);
  }
}
