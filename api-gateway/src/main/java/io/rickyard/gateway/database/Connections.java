package io.rickyard.gateway.database;

import io.rickyard.contracts.ProjectRef;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many connections each project has through here: one may not use up another's server. */
@Singleton
final class Connections {

  private final DatabaseSettings settings;
  private final Map<ProjectRef, Integer> open = new ConcurrentHashMap<>();

  Connections(DatabaseSettings settings) {
    this.settings = settings;
  }

  /** Counts one more, unless there are as many as there may be. */
  boolean begin(ProjectRef project) {
    var counted = new boolean[1];
    open.compute(
        project,
        (_, count) -> {
          int now = count == null ? 0 : count;
          counted[0] = now < settings.perProject();
          return counted[0] ? Integer.valueOf(now + 1) : count;
        });
    return counted[0];
  }

  /** As many as there may be. */
  int most() {
    return settings.perProject();
  }

  /** One has ended. */
  void end(ProjectRef project) {
    open.computeIfPresent(project, (_, count) -> count == 1 ? null : count - 1);
  }
}
