package io.rickyard.worker.runtime.docker;

import io.rickyard.worker.stack.StackSecrets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the services of an adopted stack log in and sign with, as their environments tell. Some of
 * it has a meaning here; the rest is only kept so that it can be taken out of logs.
 */
final class AdoptedSecrets {

  private static final Pattern SECRET =
      Pattern.compile(".*(PASS|SECRET|KEY|TOKEN|CREDENTIAL).*", Pattern.CASE_INSENSITIVE);
  private static final Pattern IN_ADDRESS = Pattern.compile("://[^:/@\\s]+:([^@/\\s]+)@");

  /** What is shorter stands in too many words. */
  private static final int SHORTEST = 8;

  /** Upstream's names of one thing, in all the services that are told it. */
  private static final Map<String, List<String>> MEANT =
      Map.of(
          StackSecrets.JWT_SECRET,
          List.of("JWT_SECRET", "GOTRUE_JWT_SECRET", "AUTH_JWT_SECRET", "PGRST_JWT_SECRET"),
          StackSecrets.ANON_KEY,
          List.of("SUPABASE_ANON_KEY", "ANON_KEY"),
          StackSecrets.SERVICE_KEY,
          List.of("SUPABASE_SERVICE_KEY", "SUPABASE_SERVICE_ROLE_KEY", "SERVICE_KEY"),
          StackSecrets.PUBLISHABLE_KEY,
          List.of("SUPABASE_PUBLISHABLE_KEY"),
          StackSecrets.SECRET_KEY,
          List.of("SUPABASE_SECRET_KEY"));

  private AdoptedSecrets() {}

  static Map<String, String> of(List<AdoptedContainer> containers, String databaseService) {
    var secrets = new HashMap<String, String>();
    for (var container : containers) {
      container
          .seen()
          .made()
          .environment()
          .forEach((name, value) ->
              secret(name, value)
                  .ifPresent(
                      secret -> secrets.put("env:" + container.service() + ":" + name, secret)));
    }
    MEANT.forEach(
        (meant, names) -> first(containers, names).ifPresent(value -> secrets.put(meant, value)));
    first(
            containers.stream().filter(found -> found.service().equals(databaseService)).toList(),
            List.of("POSTGRES_PASSWORD"))
        .ifPresent(password -> {
          secrets.put(StackSecrets.DB_PASS, password);
          secrets.put(StackSecrets.SUPERUSER_PASSWORD, password);
        });
    return Map.copyOf(secrets);
  }

  private static Optional<String> secret(String name, String value) {
    var within = IN_ADDRESS.matcher(value);
    if (within.find()) {
      return Optional.of(within.group(1));
    }
    return SECRET.matcher(name).matches() && value.length() >= SHORTEST
        ? Optional.of(value)
        : Optional.empty();
  }

  private static Optional<String> first(List<AdoptedContainer> containers, List<String> names) {
    return names.stream()
        .flatMap(
            name -> containers.stream().map(found -> found.seen().made().environment().get(name)))
        .filter(value -> value != null && !value.isBlank())
        .findFirst();
  }
}
