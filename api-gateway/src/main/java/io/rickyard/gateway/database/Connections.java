package io.rickyard.gateway.database;

import io.rickyard.contracts.ProjectRef;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** How many connections each project has through here: one may not use up another's server. */
@Singleton
final class Connections {

  private final Map<ProjectRef, Integer> open = new ConcurrentHashMap<>();

  /** Counts one more, unless there are as many as there may be. */
  boolean begin(ProjectRef project, int most) {
    var counted = new boolean[1];
    open.compute(
        project,
        (_, count) -> {
          int now = count == null ? 0 : count;
          counted[0] = now < most;
          return counted[0] ? Integer.valueOf(now + 1) : count;
        });
    return counted[0];
  }

  /** One has ended. */
  void end(ProjectRef project) {
    open.computeIfPresent(project, (_, count) -> count == 1 ? null : count - 1);
  }
}
