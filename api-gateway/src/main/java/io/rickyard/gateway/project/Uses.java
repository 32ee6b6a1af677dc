package io.rickyard.gateway.project;

import io.rickyard.contracts.ProjectRef;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Which projects were used through here since somebody asked last: those that requests went to, and
 * those with a request, a stream or a WebSocket still open. Only projects that take requests are
 * counted, so what is remembered is bounded by what there is.
 */
@Singleton
final class Uses {

  private final Map<ProjectRef, Integer> open = new ConcurrentHashMap<>();
  private final Set<ProjectRef> begun = ConcurrentHashMap.newKeySet();

  /** A use, until it is over. */
  @FunctionalInterface
  interface Use {
    /** It is over; called once. */
    void over();
  }

  Use begin(ProjectRef project) {
    begun.add(project);
    open.merge(project, 1, Integer::sum);
    return () -> open.computeIfPresent(project, (_, count) -> count == 1 ? null : count - 1);
  }

  /** Those used since the last call. */
  Set<ProjectRef> take() {
    var used = new HashSet<>(open.keySet());
    begun.removeIf(project -> {
      used.add(project);
      return true;
    });
    return Set.copyOf(used);
  }

  /** They could not be told of: the next call has them again. */
  void putBack(Collection<ProjectRef> projects) {
    begun.addAll(projects);
  }
}
