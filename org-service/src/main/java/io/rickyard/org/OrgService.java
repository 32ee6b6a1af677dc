package io.rickyard.org;

import io.rickyard.service.RunningService;
import io.rickyard.service.SchemaDefinition;
import io.rickyard.service.ServiceDefinition;
import java.util.Map;

/** Starts org-service. */
public final class OrgService {

  private static final ServiceDefinition DEFINITION =
      new ServiceDefinition(
          "org",
          "org-service",
          8010,
          new SchemaDefinition("org", "io/rickyard/org/changelog.xml"),
          Map.of("micronaut.server.max-request-size", "2MB"));

  private OrgService() {}

  /** Starts it with these settings; throws when one is missing or wrong. */
  public static RunningService start(Map<String, Object> settings) {
    return DEFINITION.start(settings);
  }

  /** Runs it with settings from the environment until the process is ended. */
  public static void main(String[] args) {
    DEFINITION.runMain();
  }
}
