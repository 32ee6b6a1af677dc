package io.rickyard.worker.job;

import io.micronaut.scheduling.annotation.Scheduled;
import io.rickyard.worker.workspace.Workspaces;
import java.io.IOException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Removes what attempts of dead processes left, at the start and every minute. */
class LeftOvers {

  private static final Logger LOG = LoggerFactory.getLogger(LeftOvers.class);

  private final Workspaces workspaces;

  LeftOvers(Workspaces workspaces) {
    this.workspaces = workspaces;
  }

  @Scheduled(initialDelay = "0s", fixedDelay = "1m")
  void run() {
    try {
      int reaped = workspaces.reap();
      LOG.debug("event=workspaces_looked_through reaped={}", reaped);
    } catch (IOException e) {
      LOG.warn("event=workspaces_not_reaped follows=\"tries again in a minute\"", e);
    }
  }
}
