package io.rickyard.worker;

import io.rickyard.service.RunningService;
import io.rickyard.service.SchemaDefinition;
import io.rickyard.service.ServiceDefinition;
import io.rickyard.worker.queue.QueuePlans;
import java.util.Map;

/** Starts provisioner-worker. */
public final class ProvisionerWorker {

  private static final ServiceDefinition DEFINITION =
      new ServiceDefinition(
          "worker",
          "provisioner-worker",
          8030,
          new SchemaDefinition("provisioner", "io/rickyard/worker/changelog.xml"),
          Map.of(
              "datasources.default.connection-init-sql",
              QueuePlans.SETTINGS,
              // The files of a function are in base64 here.
              "micronaut.server.max-request-size",
              "24MB",
              "micronaut.server.max-request-buffer-size",
              "24MB"));

  private ProvisionerWorker() {}

  /** Starts it with these settings; throws when one is missing or wrong. */
  public static RunningService start(Map<String, Object> settings) {
    return DEFINITION.start(settings);
  }

  /** Runs it with settings from the environment until the process is ended. */
  public static void main(String[] args) {
    DEFINITION.runMain();
  }
}
