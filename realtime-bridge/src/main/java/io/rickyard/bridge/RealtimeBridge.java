package io.rickyard.bridge;

import io.rickyard.service.RunningService;
import io.rickyard.service.SchemaDefinition;
import io.rickyard.service.ServiceDefinition;
import java.util.Map;

/** The service that streams live state to clients. */
public final class RealtimeBridge {

  private static final ServiceDefinition DEFINITION =
      new ServiceDefinition(
          "bridge",
          "realtime-bridge",
          4000,
          new SchemaDefinition("realtime", "io/rickyard/bridge/changelog.sql"),
          // A stream is quiet for as long as nothing happens; its keep-alive is its own.
          Map.of("micronaut.server.idle-timeout", "-1s"));

  private RealtimeBridge() {}

  /** Starts it with these settings; see {@link ServiceDefinition#start(Map)} for what it throws. */
  public static RunningService start(Map<String, Object> settings) {
    return DEFINITION.start(settings);
  }

  /** Runs it with settings from the environment until the process is ended. */
  public static void main(String[] arguments) {
    DEFINITION.runMain();
  }
}
