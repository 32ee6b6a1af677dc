package io.rickyard.messaging;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.topic.Topic;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a dead letter stands.
 *
 * @param topic the topic in whose dead letter topic it stands
 * @param partition the partition of the dead letter topic, from 0
 * @param offset the offset in that partition, from 0
 */
public record LetterId(Topic topic, int partition, long offset) {

  private static final String PREFIX = "rickyard.";
  private static final Pattern FORM = Pattern.compile("([a-z.]+)\\.dlt-([0-9]{1,5})-([0-9]{1,18})");

  /** Checks the ranges. */
  public LetterId {
    requireNonNull(topic, "topic");
    if (partition < 0 || offset < 0) {
      throw new IllegalArgumentException("A letter's place counts from 0");
    }
  }

  /** Reads the form that {@link #text()} writes. */
  public static LetterId parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("A dead message is named like commands.normal.dlt-0-42");
    }
    return new LetterId(
        Topic.named(PREFIX + matcher.group(1)),
        Integer.parseInt(matcher.group(2)),
        Long.parseLong(matcher.group(3)));
  }

  /** The form for people and programs, such as {@code commands.normal.dlt-0-42}. */
  public String text() {
    return topic.deadLetterName().substring(PREFIX.length()) + "-" + partition + "-" + offset;
  }
}
