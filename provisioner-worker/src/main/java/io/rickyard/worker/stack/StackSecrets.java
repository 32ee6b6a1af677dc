package io.rickyard.worker.stack;

import static java.util.Objects.requireNonNull;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * All secrets of one stack, in plain, and its settings, of which some are secret, too. They live as
 * short as possible and say nothing in toString.
 *
 * @param byName by the names that the blueprints' data declare them with
 * @param settings what its services are told that differs from its release
 */
public record StackSecrets(Map<String, String> byName, StackSettings settings) {

  /** What the password that a user may choose is called, at rest and sealed. */
  public static final String DB_PASS = "db_pass";

  /** What the password of the role that owns the internals is called. */
  public static final String SUPERUSER_PASSWORD = "superuser_password";

  private static final String ROLE_PREFIX = "role:";

  /** What signs the project's tokens is called. */
  public static final String JWT_SECRET = "jwt_secret";

  /** What the legacy key for browsers is called. */
  public static final String ANON_KEY = "anon_key";

  /** What the legacy key for servers is called. */
  public static final String SERVICE_KEY = "service_key";

  /** What the opaque key for browsers is called. */
  public static final String PUBLISHABLE_KEY = "publishable_key";

  /** What the opaque key for servers is called. */
  public static final String SECRET_KEY = "secret_key";

  /** Copies what is given. */
  public StackSecrets {
    byName = Map.copyOf(byName);
    requireNonNull(settings, "settings");
  }

  /** Those of a stack whose settings are as its release says. */
  public StackSecrets(Map<String, String> byName) {
    this(byName, StackSettings.NONE);
  }

  /** The same with other settings. */
  public StackSecrets with(StackSettings others) {
    return new StackSecrets(byName, others);
  }

  /** One of them; an adopted stack may have less of them than one that was made here. */
  public Optional<String> find(String name) {
    return Optional.ofNullable(byName.get(name));
  }

  /** The password of the role users get, postgres. */
  public String dbPassword() {
    return named(DB_PASS);
  }

  /** The password of the role that owns the internals. */
  public String superuserPassword() {
    return named(SUPERUSER_PASSWORD);
  }

  /** The passwords of the other login roles, by role. */
  public Map<String, String> rolePasswords() {
    var roles = new HashMap<String, String>();
    byName.forEach((name, password) -> {
      if (name.startsWith(ROLE_PREFIX)) {
        roles.put(name.substring(ROLE_PREFIX.length()), password);
      }
    });
    return roles;
  }

  /** Signs the project's tokens. */
  public String jwtSecret() {
    return named(JWT_SECRET);
  }

  /** The legacy key for browsers. */
  public String anonKey() {
    return named(ANON_KEY);
  }

  /** The legacy key for servers. */
  public String serviceKey() {
    return named(SERVICE_KEY);
  }

  /** The opaque key for browsers. */
  public String publishableKey() {
    return named(PUBLISHABLE_KEY);
  }

  /** The opaque key for servers. */
  public String secretKey() {
    return named(SECRET_KEY);
  }

  private String named(String name) {
    return requireNonNull(byName.get(name), name);
  }

  @Override
  public String toString() {
    return "StackSecrets[...]";
  }
}
