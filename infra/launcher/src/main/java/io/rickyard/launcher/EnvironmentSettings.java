package io.rickyard.launcher;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Settings that {@code infra/up} passes on from its environment to the service they are for. */
final class EnvironmentSettings {

  private static final List<String> OF_THE_GATEWAY =
      List.of(
          "rickyard.gateway.hosts",
          "rickyard.gateway.public-url",
          "rickyard.gateway.trusted-proxies",
          "rickyard.gateway.head-timeout",
          "rickyard.gateway.databases.host",
          "rickyard.gateway.databases.port",
          "rickyard.gateway.databases.public-host",
          "rickyard.gateway.databases.connections-per-project",
          "rickyard.gateway.rates.token",
          "rickyard.gateway.rates.address",
          "rickyard.gateway.rates.stranger",
          "rickyard.gateway.rates.sign-in",
          "rickyard.gateway.projects.domain",
          "rickyard.gateway.tls.certificates",
          "rickyard.gateway.tls.host",
          "rickyard.gateway.tls.port");

  private static final List<String> OF_AUTH_SERVICE =
      List.of(
          "rickyard.auth.mail.transport",
          "rickyard.auth.mail.from",
          "rickyard.auth.mail.sender-name",
          "rickyard.auth.mail.templates",
          "rickyard.auth.mail.smtp.host",
          "rickyard.auth.mail.smtp.port",
          "rickyard.auth.mail.smtp.security",
          "rickyard.auth.mail.smtp.username",
          "rickyard.auth.mail.smtp.password",
          "rickyard.auth.sign-up.open",
          "rickyard.auth.sign-up.anonymous",
          "rickyard.auth.manual-linking",
          "rickyard.auth.one-time.lifetime",
          "rickyard.auth.redirects",
          "rickyard.auth.password.reauthentication");

  /** Named by who installs, so that what follows is passed on as it is. */
  private static final String PROVIDERS = "rickyard.auth.providers.";

  private static final List<String> OF_ORG_SERVICE = List.of("rickyard.domains.name-server");

  private static final List<String> OF_THE_WORKER =
      List.of(
          "rickyard.runtime.drift.policy",
          "rickyard.runtime.drift.repairs",
          "rickyard.runtime.drift.within");

  private EnvironmentSettings() {}

  /** Those of this service that are set. */
  static Map<String, String> of(String service, Map<String, String> environment) {
    return switch (service) {
      case "gateway" -> named(OF_THE_GATEWAY, environment);
      case "auth" -> {
        var settings = named(OF_AUTH_SERVICE, environment);
        settings.putAll(beginning(PROVIDERS, environment));
        yield settings;
      }
      case "org" -> named(OF_ORG_SERVICE, environment);
      case "worker" -> named(OF_THE_WORKER, environment);
      default -> Map.of();
    };
  }

  /** Those of these names that are set. */
  static Map<String, String> named(List<String> names, Map<String, String> environment) {
    var settings = new LinkedHashMap<String, String>();
    for (var name : names) {
      var value = environment.get(variable(name));
      if (value != null) {
        settings.put(name, value);
      }
    }
    return settings;
  }

  /** A variable does not tell dots from dashes, nor does who reads these. */
  private static Map<String, String> beginning(String prefix, Map<String, String> environment) {
    String variables = variable(prefix);
    var settings = new LinkedHashMap<String, String>();
    environment.forEach((name, value) -> {
      if (name.startsWith(variables)) {
        String rest = name.substring(variables.length()).toLowerCase(Locale.ROOT);
        settings.put(prefix + rest.replace('_', '-'), value);
      }
    });
    return settings;
  }

  private static String variable(String setting) {
    return setting.toUpperCase(Locale.ROOT).replace('.', '_').replace('-', '_');
  }
}
