package io.rickyard.worker.secret;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.stack.DatabaseBlueprint;
import io.rickyard.stack.StackKeys;
import io.rickyard.worker.stack.StackSecrets;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** How the secrets of a stack are named at rest, and how a new stack's are made. */
final class SecretNames {

  /** The name under which the user's password is kept, and under which it comes sealed. */
  static final String DB_PASS = "db_pass";

  private static final String SUPERUSER_PASSWORD = "superuser_password";
  private static final String ROLE_PREFIX = "role:";
  private static final String JWT_SECRET = "jwt_secret";
  private static final String ANON_KEY = "anon_key";
  private static final String SERVICE_KEY = "service_key";
  private static final String PUBLISHABLE_KEY = "publishable_key";
  private static final String SECRET_KEY = "secret_key";

  private SecretNames() {}

  static StackSecrets generate(
      ProjectRef project, String dbPassword, Instant now, SecureRandom random) {
    var keys = StackKeys.generate(project, now, random);
    var roles = new HashMap<String, String>();
    DatabaseBlueprint.LOGIN_ROLES.stream()
        .filter(Predicate.not(DatabaseBlueprint.SUPERUSER::equals))
        .filter(Predicate.not(DatabaseBlueprint.USER::equals))
        .forEach(role -> roles.put(role, StackKeys.password(random)));
    return new StackSecrets(
        dbPassword,
        StackKeys.password(random),
        roles,
        keys.jwtSecret(),
        keys.anonKey(),
        keys.serviceRoleKey(),
        keys.publishableKey(),
        keys.secretKey());
  }

  static Map<String, String> toRows(StackSecrets secrets) {
    var rows = new HashMap<String, String>();
    rows.put(DB_PASS, secrets.dbPassword());
    rows.put(SUPERUSER_PASSWORD, secrets.superuserPassword());
    secrets.rolePasswords().forEach((role, password) -> rows.put(ROLE_PREFIX + role, password));
    rows.put(JWT_SECRET, secrets.jwtSecret());
    rows.put(ANON_KEY, secrets.anonKey());
    rows.put(SERVICE_KEY, secrets.serviceKey());
    rows.put(PUBLISHABLE_KEY, secrets.publishableKey());
    rows.put(SECRET_KEY, secrets.secretKey());
    return rows;
  }

  static StackSecrets fromRows(ProjectRef project, Map<String, String> rows) {
    var roles = new HashMap<String, String>();
    rows.forEach((name, value) -> {
      if (name.startsWith(ROLE_PREFIX)) {
        roles.put(name.substring(ROLE_PREFIX.length()), value);
      }
    });
    return new StackSecrets(
        value(project, rows, DB_PASS),
        value(project, rows, SUPERUSER_PASSWORD),
        roles,
        value(project, rows, JWT_SECRET),
        value(project, rows, ANON_KEY),
        value(project, rows, SERVICE_KEY),
        value(project, rows, PUBLISHABLE_KEY),
        value(project, rows, SECRET_KEY));
  }

  private static String value(ProjectRef project, Map<String, String> rows, String name) {
    var value = rows.get(name);
    if (value == null) {
      throw new SecretException("The secret %s of %s is missing.".formatted(name, project));
    }
    return value;
  }
}
