package io.rickyard.worker.runtime.process;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.postgres.PostgresException;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops what runs on this host, several servers at a time. */
final class HostShutdown {

  private static final Logger LOG = LoggerFactory.getLogger(HostShutdown.class);
  private static final int AT_A_TIME = 4;

  private HostShutdown() {}

  static void stopAll(
      StackDirectories directories, ProcessSettings settings, List<ProjectRef> projects) {
    try (var executor = Executors.newFixedThreadPool(AT_A_TIME)) {
      for (var project : projects) {
        executor.execute(() -> stop(directories, settings, project));
      }
    }
  }

  private static void stop(
      StackDirectories directories, ProcessSettings settings, ProjectRef project) {
    try {
      var ours =
          directories
              .marker(project)
              .filter(marker -> marker.installation().equals(settings.installation()))
              .isPresent();
      if (ours) {
        try (var server = directories.open(project)) {
          server.stop(settings.stopWithin());
        }
      }
    } catch (PostgresException | IOException e) {
      LOG.warn("event=server_left_running project={} repair=\"stop it by hand\"", project, e);
    }
  }
}
