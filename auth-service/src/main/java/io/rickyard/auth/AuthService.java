package io.rickyard.auth;

import io.rickyard.service.RunningService;
import io.rickyard.service.SchemaDefinition;
import io.rickyard.service.ServiceDefinition;
import java.util.Map;

/** Starts auth-service. */
public final class AuthService {

  private static final ServiceDefinition DEFINITION =
      new ServiceDefinition(
          "auth",
          "auth-service",
          9999,
          new SchemaDefinition("auth", "io/rickyard/auth/changelog.xml"),
          // It verifies its own tokens with its own keys, not over HTTP from itself.
          Map.of("micronaut.security.token.jwt.enabled", false));

  private AuthService() {}

  /** Starts it with these settings. */
  public static RunningService start(Map<String, Object> settings) {
    return DEFINITION.start(settings);
  }

  /** Runs it with settings from the environment. */
  public static void main(String[] args) {
    DEFINITION.runMain();
  }
}
