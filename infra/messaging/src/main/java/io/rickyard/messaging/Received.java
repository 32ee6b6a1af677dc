package io.rickyard.messaging;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Position;
import java.util.Map;

/**
 * A message that was read and, where signatures are asked for, found genuine. It may have been
 * received before.
 *
 * @param position where it stands
 * @param key its key
 * @param envelope what it says
 * @param headers its headers
 */
public record Received(
    Position position, String key, Envelope<?> envelope, Map<String, String> headers) {
  /** Checks that nothing is missing. */
  public Received {
    requireNonNull(position, "position");
    requireNonNull(key, "key");
    requireNonNull(envelope, "envelope");
    headers = Map.copyOf(headers);
  }
}
