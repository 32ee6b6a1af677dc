package io.rickyard.stack.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.net.URLEncoder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Every value that blueprints may refer to, by its declaration.
 *
 * @param settings what may be given
 * @param secrets what is made for each project
 * @param derived what is computed from these
 * @param refused secrets everybody knows
 */
record Values(
    List<Setting> settings, List<Secret> secrets, List<Derived> derived, RefusedSecrets refused) {

  Values {
    settings = List.copyOf(settings);
    secrets = List.copyOf(secrets);
    derived = List.copyOf(derived);
    requireNonNull(refused, "refused");
    var names = new HashSet<String>();
    Stream.of(
            settings.stream().map(Setting::name),
            secrets.stream().map(Secret::name),
            derived.stream().map(Derived::name))
        .flatMap(stream -> stream)
        .filter(name -> !names.add(name))
        .findFirst()
        .ifPresent(name -> {
          throw new IllegalArgumentException("The value %s is declared twice".formatted(name));
        });
    derived.stream()
        .filter(value -> !names.contains(value.of()))
        .findFirst()
        .ifPresent(value -> {
          throw new IllegalArgumentException(
              "%s is derived from %s, which is not declared".formatted(value.name(), value.of()));
        });
  }

  boolean declared(String name) {
    return setting(name).isPresent() || secret(name).isPresent() || derived(name).isPresent();
  }

  /** Whether a value of that name does harm when known. */
  boolean harmful(String name) {
    return secret(origin(name)).filter(secret -> !secret.published()).isPresent();
  }

  /** Whether rendering may go on without a value of that name. */
  boolean mayBeUnset(String name) {
    var origin = origin(name);
    return derived(name).filter(value -> value.how() == Derived.How.ONCE_CHANGED).isPresent()
        || setting(origin)
            .filter(setting -> !setting.required() && setting.preset() == null)
            .isPresent()
        || secret(origin).filter(secret -> !secret.always()).isPresent();
  }

  /** The values of one project; those without one are not among them. */
  Map<String, String> of(StackInputs inputs) {
    refuseUnknown(
        "setting", inputs.settings().keySet(), names(settings.stream().map(Setting::name)));
    refuseUnknown("secret", inputs.secrets().keySet(), names(secrets.stream().map(Secret::name)));
    var values = new HashMap<String, String>();
    for (var setting : settings) {
      given(setting, inputs.settings()).ifPresent(text -> values.put(setting.name(), text));
    }
    for (var secret : secrets) {
      given(secret, inputs.secrets()).ifPresent(text -> values.put(secret.name(), text));
    }
    for (var value : derived) {
      var text = values.get(value.of());
      if (text != null) {
        derive(value, text).ifPresent(derived -> values.put(value.name(), derived));
      }
    }
    return values;
  }

  private static Optional<String> given(Setting setting, Map<String, String> texts) {
    var text = texts.getOrDefault(setting.name(), setting.preset());
    if (text == null) {
      if (setting.required()) {
        throw new BlueprintException("The setting %s is missing".formatted(setting.name()));
      }
      return Optional.empty();
    }
    if (!setting.form().accepts(text)) {
      throw new BlueprintException(
          "The setting %s is no %s: '%s'".formatted(setting.name(), setting.form(), text));
    }
    return Optional.of(text);
  }

  private Optional<String> given(Secret secret, Map<String, String> texts) {
    var text = texts.get(secret.name());
    if (text == null) {
      if (secret.always()) {
        throw new BlueprintException("The secret %s is missing".formatted(secret.name()));
      }
      return Optional.empty();
    }
    if (refused.refuses(text)) {
      throw new BlueprintException(
          "The secret %s is one that everybody knows".formatted(secret.name()));
    }
    if (!SecretForms.accepts(secret.form(), text)) {
      throw new BlueprintException(
          "The secret %s has not the form it is declared with".formatted(secret.name()));
    }
    return Optional.of(text);
  }

  private static Optional<String> derive(Derived value, String text) {
    return switch (value.how()) {
      // URLEncoder writes forms: it keeps '*' and makes '+' of a blank.
      case PERCENT_ENCODED ->
          Optional.of(
              URLEncoder.encode(text, UTF_8)
                  .replace("+", "%20")
                  .replace("*", "%2A")
                  .replace("%7E", "~"));
      case KEYS_BY_NAME -> Optional.of("{\"default\":\"%s\"}".formatted(text));
      case SAME -> Optional.of(text);
      case ONCE_CHANGED -> Optional.empty();
    };
  }

  private static void refuseUnknown(String what, Set<String> given, Set<String> known) {
    for (var name : given) {
      if (!known.contains(name)) {
        throw new BlueprintException("There is no %s %s".formatted(what, name));
      }
    }
  }

  private static Set<String> names(Stream<String> names) {
    return Set.copyOf(names.toList());
  }

  private String origin(String name) {
    return derived(name).map(Derived::of).orElse(name);
  }

  private Optional<Setting> setting(String name) {
    return settings.stream().filter(value -> value.name().equals(name)).findFirst();
  }

  private Optional<Secret> secret(String name) {
    return secrets.stream().filter(value -> value.name().equals(name)).findFirst();
  }

  private Optional<Derived> derived(String name) {
    return derived.stream().filter(value -> value.name().equals(name)).findFirst();
  }
}
