package io.rickyard.auth;

import io.micronaut.context.annotation.Property;
import io.micronaut.context.env.Environment;
import io.rickyard.auth.provider.ProviderEndpoints;
import io.rickyard.auth.provider.ProviderKind;
import io.rickyard.auth.provider.ProviderSettings;
import io.rickyard.service.InvalidSetting;
import io.rickyard.service.NamedSettings;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The providers that are set, {@code rickyard.auth.providers.<name>.*}. A variable of the
 * environment does not tell the name from what follows it, so that dots and dashes are one here.
 */
@Singleton
final class ProviderConfiguration {

  private static final String PREFIX = "rickyard.auth.providers";
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,31}");

  /** What GoTrue's settings and clients mean by something else than a provider. */
  private static final Set<String> TAKEN = Set.of("email", "phone", "anonymous-users");

  private static final List<String> KEYS =
      List.of(
          "authorization-endpoint",
          "token-endpoint",
          "user-endpoint",
          "emails-endpoint",
          "keys-endpoint",
          "client-secret",
          "client-id",
          "display-name",
          "audiences",
          "issuer",
          "tenant",
          "scopes",
          "kind");

  private final List<ProviderSettings> providers;
  private final boolean manualLinking;

  ProviderConfiguration(
      Environment environment,
      @Property(name = "rickyard.auth.manual-linking", defaultValue = "true")
          boolean manualLinking) {
    this.manualLinking = manualLinking;
    Map<String, Map<String, String>> byName = new TreeMap<>();
    NamedSettings.under(environment, PREFIX)
        .forEach((given, value) -> {
          String key = key(given);
          String name = plain(given).substring(0, plain(given).length() - key.length() - 1);
          byName.computeIfAbsent(name, _ -> new TreeMap<>()).put(key, value.strip());
        });
    this.providers =
        byName.entrySet().stream()
            .map(named -> settings(named.getKey(), named.getValue()))
            .sorted(Comparator.comparing(ProviderSettings::name))
            .toList();
  }

  List<ProviderSettings> providers() {
    return providers;
  }

  /** Whether people may link identities themselves. */
  boolean manualLinking() {
    return manualLinking;
  }

  private static String plain(String given) {
    return given.replace('.', '-').replace('_', '-').toLowerCase(Locale.ROOT);
  }

  private static String key(String given) {
    return KEYS.stream()
        .filter(key -> plain(given).endsWith("-" + key))
        .findFirst()
        .orElseThrow(() ->
            new InvalidSetting(PREFIX + "." + given, "ends in none of " + String.join(", ", KEYS)));
  }

  private static ProviderSettings settings(String name, Map<String, String> set) {
    if (!NAME.matcher(name).matches() || TAKEN.contains(name)) {
      throw new InvalidSetting(PREFIX + "." + name, "is no name for a provider");
    }
    var kind = kind(name, set.get("kind"));
    return new ProviderSettings(
        name,
        kind,
        set.getOrDefault("display-name", kind == ProviderKind.OIDC ? name : kind.displayName()),
        required(name, set, "client-id"),
        required(name, set, "client-secret"),
        issuer(name, kind, set),
        scopes(kind, set.get("scopes")),
        words(set.get("audiences")),
        new ProviderEndpoints(
            address(name, set, "authorization-endpoint"),
            address(name, set, "token-endpoint"),
            address(name, set, "user-endpoint"),
            address(name, set, "emails-endpoint"),
            address(name, set, "keys-endpoint")));
  }

  private static ProviderKind kind(String name, @Nullable String kind) {
    try {
      return ProviderKind.valueOf((kind == null ? name : kind).toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(
          PREFIX + "." + name + ".kind", "is none of github, gitlab, google, azure, oidc", e);
    }
  }

  private static URI issuer(String name, ProviderKind kind, Map<String, String> set) {
    var given = address(name, set, "issuer");
    if (given != null) {
      return given;
    }
    return switch (kind) {
      case GITHUB -> URI.create("https://github.com");
      case GITLAB -> URI.create("https://gitlab.com");
      case GOOGLE -> URI.create("https://accounts.google.com");
      case AZURE ->
          URI.create(
              "https://login.microsoftonline.com/" + tenant(name, set.get("tenant")) + "/v2.0");
      case OIDC -> throw new InvalidSetting(PREFIX + "." + name + ".issuer", "is missing");
    };
  }

  private static String tenant(String name, @Nullable String tenant) {
    if (tenant == null || !tenant.matches("[A-Za-z0-9.-]+")) {
      throw new InvalidSetting(
          PREFIX + "." + name + ".tenant",
          "is the directory's id, or organizations or common for those of everybody");
    }
    return tenant;
  }

  private static List<String> scopes(ProviderKind kind, @Nullable String set) {
    if (set != null) {
      return List.copyOf(words(set));
    }
    return switch (kind) {
      case GITHUB -> List.of("read:user", "user:email");
      case GITLAB, GOOGLE, AZURE, OIDC -> List.of("openid", "email", "profile");
    };
  }

  private static Set<String> words(@Nullable String text) {
    return text == null
        ? Set.of()
        : new LinkedHashSet<>(
            Arrays.stream(text.split("[,\\s]+")).filter(word -> !word.isEmpty()).toList());
  }

  private static String required(String name, Map<String, String> set, String key) {
    String value = set.get(key);
    if (value == null || value.isEmpty()) {
      throw new InvalidSetting(PREFIX + "." + name + "." + key, "is missing");
    }
    return value;
  }

  /** Over TLS, or within this machine: codes and secrets go there. */
  private static @Nullable URI address(String name, Map<String, String> set, String key) {
    String text = set.get(key);
    if (text == null) {
      return null;
    }
    try {
      var uri = URI.create(text);
      String host = uri.getHost();
      if (host != null
          && uri.getRawFragment() == null
          && ("https".equals(uri.getScheme())
              || ("http".equals(uri.getScheme()) && isThisMachine(host)))) {
        return uri;
      }
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(PREFIX + "." + name + "." + key, "is no address", e);
    }
    throw new InvalidSetting(
        PREFIX + "." + name + "." + key, "is no https address, nor http on this machine");
  }

  private static boolean isThisMachine(String host) {
    return host.equals("localhost")
        || (host.matches("127(\\.\\d{1,3}){3}|\\[::1]")
            && InetAddress.ofLiteral(host).isLoopbackAddress());
  }
}
