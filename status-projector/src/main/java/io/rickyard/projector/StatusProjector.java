package io.rickyard.projector;

import io.rickyard.service.RunningService;
import io.rickyard.service.SchemaDefinition;
import io.rickyard.service.ServiceDefinition;
import java.util.Map;

/** The status-projector's start. */
public final class StatusProjector {

  private static final int PORT = 8020;

  private static final ServiceDefinition DEFINITION =
      new ServiceDefinition(
          "projector",
          "status-projector",
          PORT,
          new SchemaDefinition("status", "io/rickyard/projector/changelog.xml"),
          Map.of());

  private StatusProjector() {}

  /** Starts it with these settings; throws when one is missing or wrong. */
  public static RunningService start(Map<String, Object> settings) {
    return DEFINITION.start(settings);
  }

  /** Runs it with settings from the environment until the process is ended. */
  public static void main(String[] args) {
    DEFINITION.runMain();
  }
}
