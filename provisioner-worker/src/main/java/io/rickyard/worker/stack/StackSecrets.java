package io.rickyard.worker.stack;

import static java.util.Objects.requireNonNull;
import static java.util.Objects.requireNonNullElseGet;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.stack.blueprint.StackContents;
import io.rickyard.worker.content.ApiKeys;
import io.rickyard.worker.content.Contents;
import io.rickyard.worker.content.Signing;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * /** All secrets of one stack, in plain, its settings, of which some are secret, too, and what its
 * project's members have put into it. They live as short as possible and say nothing in toString.
 *
 * @param byName by the names that the blueprints' data declare them with
 * @param settings what its services are told that differs from its release
 * @param contents what members have put in
 */
public record StackSecrets(Map<String, String> byName, StackSettings settings, Contents contents) {

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
    requireNonNull(contents, "contents");
  }

  /** Those of a stack into which nobody has put anything. */
  public StackSecrets(Map<String, String> byName, StackSettings settings) {
    this(byName, settings, Contents.NONE);
  }

  /** The same where the settings are as its release says, too. */
  public StackSecrets(Map<String, String> byName) {
    this(byName, StackSettings.NONE);
  }

  /** The same with other settings. */
  public StackSecrets with(StackSettings others) {
    return new StackSecrets(byName, others, contents);
  }

  /** The same with what members have put in. */
  public StackSecrets with(Contents others) {
    return new StackSecrets(byName, settings, others);
  }

  /** The keys of the project's gateway. */
  public ApiKeys apiKeys(ProjectRef project) {
    return requireNonNullElseGet(
        contents.keys(),
        () ->
            ApiKeys.original(
                project,
                find(PUBLISHABLE_KEY),
                find(SECRET_KEY),
                find(ANON_KEY),
                find(SERVICE_KEY)));
  }

  /** What signs the project's tokens; of a stack that was adopted it may not be known. */
  public Optional<Signing> signing(ProjectRef project) {
    return contents.signing() == null
        ? find(JWT_SECRET)
            .flatMap(secret -> find(ANON_KEY).map(anon -> Signing.original(project, secret, anon)))
        : Optional.of(contents.signing());
  }

  /** What the services are rendered with beside their secrets. */
  public StackContents planned(ProjectRef project) {
    return contents
        .planned(project, apiKeys(project), find(ANON_KEY).orElse(""), find(SERVICE_KEY).orElse(""))
        .withMailTemplates(AuthSettings.mailTemplates(settings));
  }

  /** All that nobody may read in logs. */
  public Stream<String> hidden() {
    return Stream.of(byName.values(), settings.secrets(), contents.hidden())
        .flatMap(Collection::stream);
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
