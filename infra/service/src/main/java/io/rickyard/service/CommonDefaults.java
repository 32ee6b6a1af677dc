package io.rickyard.service;

import java.util.Map;

/** What every service is set to unless it, the environment or the launcher says otherwise. */
final class CommonDefaults {

  static final Map<String, Object> SETTINGS =
      Map.ofEntries(
          Map.entry("micronaut.server.host", "127.0.0.1"),
          Map.entry("micronaut.server.date-header", false),
          Map.entry("micronaut.server.thread-selection", "BLOCKING"),
          Map.entry("micronaut.server.netty.worker.threads", 2),
          Map.entry("micronaut.netty.event-loops.default.num-threads", 2),
          Map.entry("jackson.property-naming-strategy", "SNAKE_CASE"),
          Map.entry("jackson.serialization-inclusion", "NON_NULL"),
          Map.entry("jackson.deserialization.fail-on-unknown-properties", true),
          Map.entry("jackson.deserialization.fail-on-null-for-primitives", true),
          Map.entry("jackson.serialization.write-dates-as-timestamps", false),
          Map.entry("jackson.serialization.write-durations-as-timestamps", false),
          Map.entry("micronaut.security.token.jwt.claims-validators.issuer", "rickyard"),
          Map.entry("micronaut.security.token.jwt.claims-validators.audience", "rickyard.internal"),
          Map.entry("micronaut.security.token.jwt.claims-validators.not-before", true),
          Map.entry(
              "micronaut.security.token.jwt.signatures.jwks.rickyard.url",
              "${rickyard.services.auth.url}/.well-known/jwks.json"),
          Map.entry("micronaut.security.reject-not-found", false),
          Map.entry("endpoints.all.enabled", false),
          Map.entry("endpoints.health.enabled", true),
          Map.entry("endpoints.health.sensitive", false),
          Map.entry("endpoints.health.details-visible", "ANONYMOUS"),
          // The port is the loopback's, and nothing measured names an organization or an id.
          Map.entry("endpoints.prometheus.enabled", true),
          Map.entry("endpoints.prometheus.sensitive", false),
          Map.entry("micronaut.metrics.export.prometheus.descriptions", true),
          Map.entry("micronaut.metrics.binders.web.client.enabled", false),
          Map.entry("micronaut.metrics.binders.logback.enabled", false),
          Map.entry("micronaut.metrics.binders.executor.enabled", false),
          Map.entry("micronaut.metrics.binders.files.enabled", false),
          Map.entry("micronaut.metrics.binders.jdbc.enabled", false));

  private CommonDefaults() {}
}
