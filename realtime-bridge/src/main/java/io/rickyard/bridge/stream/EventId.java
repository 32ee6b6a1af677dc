package io.rickyard.bridge.stream;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import java.util.Collection;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.zip.CRC32C;

/**
 * The id that an event carries and a client sends back: how far it was told, and what it might see
 * then. Who comes back and may see more or less than before has missed more than the changes since.
 *
 * @param position how far
 * @param rights tells one set of organizations from another; guards nothing, since rights are
 *     looked up whatever it says
 */
public record EventId(LogPosition position, String rights) {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,18}-[0-9]{1,18})-([0-9a-f]{8})");

  /** Checks that nothing is missing. */
  public EventId {
    requireNonNull(position, "position");
    requireNonNull(rights, "rights");
  }

  /** The id of a place for somebody who may see these organizations. */
  static EventId of(LogPosition position, Collection<String> organizations) {
    return new EventId(position, rights(organizations));
  }

  /** Reads what {@link #text()} wrote; empty when a client sends something else. */
  public static Optional<EventId> parse(String text) {
    var matcher = FORM.matcher(text);
    return matcher.matches()
        ? LogPosition.parse(matcher.group(1))
            .map(position -> new EventId(position, matcher.group(2)))
        : Optional.empty();
  }

  /** What goes over the wire. */
  public String text() {
    return position.text() + "-" + rights;
  }

  static String rights(Collection<String> organizations) {
    var sum = new CRC32C();
    sum.update(String.join(",", new TreeSet<>(organizations)).getBytes(UTF_8));
    return "%08x".formatted(sum.getValue());
  }
}
