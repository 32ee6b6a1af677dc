package io.rickyard.worker.runtime;

import static java.util.stream.Collectors.toUnmodifiableMap;

import io.rickyard.contracts.stack.DatabaseAccess;
import io.rickyard.postgres.Login;
import io.rickyard.postgres.ScramVerifier;
import io.rickyard.stack.DatabaseBlueprint;
import io.rickyard.stack.DatabaseCredentials;
import io.rickyard.worker.stack.StackSecrets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;

/** What a stack's secrets mean to its database. */
public final class StackLogins {

  private static final Duration TOKEN_LIFETIME = Duration.ofHours(1);

  private StackLogins() {}

  /** The role that owns the internals. */
  public static Login superuser(StackSecrets secrets) {
    return new Login(
            DatabaseBlueprint.SUPERUSER, secrets.superuserPassword(), DatabaseBlueprint.DATABASE)
        .ofInstallation();
  }

  /** The role users get. */
  public static Login user(StackSecrets secrets) {
    return login(DatabaseBlueprint.USER, secrets.dbPassword(), secrets);
  }

  /** Another role; where not everybody may open the database, the installation still may. */
  public static Login login(String role, String password, StackSecrets secrets) {
    var login = new Login(role, password, DatabaseBlueprint.DATABASE);
    return secrets.settings().access().equals(DatabaseAccess.OPEN) ? login : login.ofInstallation();
  }

  /** What the server keeps of the superuser's password. */
  public static ScramVerifier superuserVerifier(StackSecrets secrets, SecureRandom random) {
    return ScramVerifier.of(secrets.superuserPassword(), random);
  }

  /** What the server keeps of the password of the role users get. */
  public static ScramVerifier userVerifier(StackSecrets secrets, SecureRandom random) {
    return ScramVerifier.of(secrets.dbPassword(), random);
  }

  /** What the setup of the database needs. */
  public static DatabaseCredentials credentials(StackSecrets secrets, SecureRandom random) {
    var passwords = new HashMap<>(secrets.rolePasswords());
    passwords.put(DatabaseBlueprint.SUPERUSER, secrets.superuserPassword());
    passwords.put(DatabaseBlueprint.USER, secrets.dbPassword());
    // Each is some milliseconds of hashing, and somebody waits for the project.
    var verifiers =
        passwords.entrySet().parallelStream()
            .collect(
                toUnmodifiableMap(
                    Map.Entry::getKey, entry -> ScramVerifier.of(entry.getValue(), random)));
    return new DatabaseCredentials(verifiers, secrets.jwtSecret(), TOKEN_LIFETIME);
  }
}
