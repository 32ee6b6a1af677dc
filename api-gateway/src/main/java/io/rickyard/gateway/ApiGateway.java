package io.rickyard.gateway;

import io.rickyard.service.RunningService;
import io.rickyard.service.ServiceDefinition;
import java.util.Map;

/** The api-gateway's start. */
public final class ApiGateway {

  private static final int PORT = 8000;

  private static final ServiceDefinition DEFINITION =
      new ServiceDefinition(
          "gateway",
          "api-gateway",
          PORT,
          null,
          Map.ofEntries(
              // Callers show other tokens than the internal ones, which are never taken here.
              Map.entry("micronaut.security.token.bearer.enabled", false),
              Map.entry("micronaut.security.basic-auth.enabled", false),
              Map.entry("micronaut.security.endpoints.introspection.enabled", false),
              // What is read as a whole is small; a batch is read as it comes and may be larger.
              Map.entry(
                  "micronaut.server.max-request-buffer-size", "${rickyard.gateway.body-limit:1MB}"),
              Map.entry(
                  "micronaut.server.max-request-size", "${rickyard.gateway.batch-limit:16MB}"),
              Map.entry("micronaut.server.netty.max-header-size", "16KB"),
              Map.entry("micronaut.server.netty.max-initial-line-length", "8KB"),
              Map.entry("micronaut.server.netty.validate-headers", true),
              Map.entry("micronaut.server.idle-timeout", "2m"),
              Map.entry("endpoints.health.details-visible", "NEVER"),
              // This port is the public one; administrators read /v1/metrics.
              Map.entry("endpoints.prometheus.enabled", false),
              // What comes in here was set in motion by nobody before.
              Map.entry("tracing.begins", true),
              Map.entry("micronaut.security.redirect.enabled", false)));

  private ApiGateway() {}

  /** Starts it with these settings; throws when one is missing or wrong. */
  public static RunningService start(Map<String, Object> settings) {
    return DEFINITION.start(settings);
  }

  /** Runs it with settings from the environment until the process is ended. */
  public static void main(String[] args) {
    DEFINITION.runMain();
  }
}
