package io.rickyard.contracts;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import io.rickyard.contracts.topic.Topic;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a message stands in Kafka. A caller who got one with a 202 may ask a query to wait until
 * the projection has passed it.
 *
 * @param topic the topic
 * @param partition the partition, from 0
 * @param offset the offset in the partition, from 0
 */
public record Position(Topic topic, int partition, long offset) {

  private static final Pattern FORM = Pattern.compile("([a-z.]+)-([0-9]{1,5})-([0-9]{1,18})");

  /** Checks the ranges. */
  public Position {
    requireNonNull(topic, "topic");
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException("A position counts from 0");
    }
  }

  /** Reads the form that {@link #text()} writes. */
  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  public static Position parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("Not a position");
    }
    return new Position(
        Topic.named("rickyard." + matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Long.parseLong(matcher.group(3)));
  }

  /** The opaque form handed to callers, such as {@code commands.normal-0-42}. */
  @JsonValue
  public String text() {
    return topic.topicName().substring("rickyard.".length()) + "-" + partition + "-" + offset;
  }
}
