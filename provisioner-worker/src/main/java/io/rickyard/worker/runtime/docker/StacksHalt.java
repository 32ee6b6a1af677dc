package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import io.rickyard.contracts.ProjectRef;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Stops every stack of this installation on an engine, and keeps what is desired. */
final class StacksHalt {

  private static final Logger LOG = LoggerFactory.getLogger(StacksHalt.class);

  private final Containers containers;
  private final Duration within;

  /**
   * Stops what these containers are.
   *
   * @param within how long each may take to stop in good order
   */
  StacksHalt(Containers containers, Duration within) {
    this.containers = containers;
    this.within = within;
  }

  void run() {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var project : Set.copyOf(containers.projects())) {
        threads.execute(() -> halt(project));
      }
    } catch (EngineUnavailable | DockerException e) {
      LOG.warn("event=stacks_left_running reason=\"{}\"", e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void halt(ProjectRef project) {
    try {
      for (var container : containers.of(project)) {
        containers.halt(container.id(), within);
      }
    } catch (EngineUnavailable | DockerException e) {
      LOG.warn("event=stack_left_running project={} reason=\"{}\"", project, e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
