package io.rickyard.worker.extension;

import io.rickyard.contracts.task.TypeAnnouncement;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The types that are added to this worker.
 *
 * @param handlers one of each
 */
public record Extensions(List<ExtensionHandler<?>> handlers) {

  /** Copies them. */
  public Extensions {
    handlers = List.copyOf(handlers);
  }

  /**
   * Those of these classes; throws {@link IllegalArgumentException} when one contradicts itself.
   */
  public static Extensions of(Collection<? extends TaskExtension<?>> classes) {
    return new Extensions(
        classes.stream().map(Extensions::handler).collect(Collectors.toUnmodifiableList()));
  }

  private static ExtensionHandler<?> handler(TaskExtension<?> extension) {
    return new ExtensionHandler<>(extension);
  }

  /** What others have to know of them. */
  public List<TypeAnnouncement> announcements() {
    return handlers.stream().<TypeAnnouncement>map(ExtensionHandler::announcement).toList();
  }
}
