package io.rickyard.worker.job;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackVault;
import io.rickyard.worker.task.TaskHandler;
import io.rickyard.worker.workspace.Workspaces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.util.List;

/** Puts jobs together from the settings {@code rickyard.jobs.*}. */
@Factory
@Requires(property = "rickyard.installation.data-directory")
final class JobBeans {

  @Singleton
  Workspaces workspaces(
      @Value("${rickyard.installation.data-directory}") String data,
      @Value("${rickyard.jobs.first-user:1900000000}") int firstUser) {
    return new Workspaces(Path.of(data).resolve("work"), firstUser);
  }

  @Context
  LeftOvers leftOvers(Workspaces workspaces) {
    return new LeftOvers(workspaces);
  }

  @Singleton
  JobSettings settings(
      @Value("${rickyard.jobs.enabled:true}") boolean enabled,
      @Value("${rickyard.jobs.image:}") String image) {
    return new JobSettings(enabled, image);
  }

  @Singleton
  JobSurroundings sandboxes(Workspaces workspaces) {
    return new SandboxSurroundings(new JobPlaces(workspaces));
  }

  @Singleton
  TaskHandler jobs(
      StackLedger ledger,
      StackVault vault,
      List<JobSurroundings> surroundings,
      JobSettings settings) {
    return new JobHandler(new ProjectDoors(ledger, vault), settings, surroundings);
  }
}
