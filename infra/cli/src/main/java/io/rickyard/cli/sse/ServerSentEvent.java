package io.rickyard.cli.sse;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One event of a stream.
 *
 * @param id where the stream stands after it; null when the stream has not said yet
 * @param name the event's name, {@code message} when it has none
 * @param data its data, lines joined by line feeds; empty for a frame that only moves the id
 */
public record ServerSentEvent(@Nullable String id, String name, String data) {
  /** Checks that nothing required is missing. */
  public ServerSentEvent {
    requireNonNull(name, "name");
    requireNonNull(data, "data");
  }
}
