package io.rickyard.messaging;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.topic.Topic;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;

/**
 * A message as it goes over the wire.
 *
 * @param topic where it goes
 * @param key what keeps its order with others
 * @param value the body; not copied, so it must not be changed afterwards
 * @param headers what can be read without the body
 */
@SuppressWarnings("ArrayRecordComponent") // the bytes go to Kafka as they are; equality sees them
public record OutgoingMessage(Topic topic, String key, byte[] value, Map<String, String> headers) {

  /** Checks that nothing is missing. */
  public OutgoingMessage {
    requireNonNull(topic, "topic");
    requireNonNull(key, "key");
    requireNonNull(value, "value");
    headers = Map.copyOf(headers);
  }

  /** The same message with one more header. */
  public OutgoingMessage withHeader(String name, String content) {
    Map<String, String> more = new HashMap<>(headers);
    more.put(name, content);
    return new OutgoingMessage(topic, key, value, more);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof OutgoingMessage that
        && topic == that.topic
        && key.equals(that.key)
        && Arrays.equals(value, that.value)
        && headers.equals(that.headers);
  }

  @Override
  public int hashCode() {
    return Objects.hash(topic, key, Arrays.hashCode(value), headers);
  }

  /** Without the body, which may hold what no log may. */
  @Override
  public String toString() {
    return "OutgoingMessage[" + topic.topicName() + ", " + key + ", " + headers + "]";
  }
}
