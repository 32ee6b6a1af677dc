package io.rickyard.org.acceptance;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.topic.Topic;
import java.util.Map;

/**
 * An accepted command as it goes into its topic, signed; whoever sends it can change nothing.
 *
 * @param topic where it goes
 * @param key what keeps its order
 * @param headers with the signature among them
 * @param value the envelope's JSON in base64
 */
public record SignedCommand(Topic topic, String key, Map<String, String> headers, String value) {
  /** Checks that nothing required is missing. */
  public SignedCommand {
    requireNonNull(topic, "topic");
    requireNonNull(key, "key");
    requireNonNull(value, "value");
    headers = Map.copyOf(headers);
  }
}
