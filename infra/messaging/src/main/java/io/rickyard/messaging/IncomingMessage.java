package io.rickyard.messaging;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Position;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A message as it came over the wire, not yet read.
 *
 * @param position where it stands
 * @param time when it was appended
 * @param key its key; Rickyard always sets one, others may not
 * @param value its body; not copied
 * @param headers what can be read without the body; of several with one name the last
 */
@SuppressWarnings("ArrayRecordComponent") // a view on what Kafka handed over; never compared
public record IncomingMessage(
    Position position,
    Instant time,
    @Nullable String key,
    byte @Nullable [] value,
    Map<String, String> headers) {

  /** Checks that nothing is missing. */
  public IncomingMessage {
    requireNonNull(position, "position");
    requireNonNull(time, "time");
    headers = Map.copyOf(headers);
  }

  /** Without the body, which may hold what no log may. */
  @Override
  public String toString() {
    return "IncomingMessage[" + position.text() + ", " + key + ", " + headers + "]";
  }
}
