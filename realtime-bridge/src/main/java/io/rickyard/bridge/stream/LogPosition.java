package io.rickyard.bridge.stream;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A place in the event log. A new epoch begins after a rebuild or a restore, and sequences of
 * different epochs do not compare.
 *
 * @param epoch which life of the log
 * @param sequence the last change that was seen
 */
public record LogPosition(long epoch, long sequence) {

  private static final Pattern FORM = Pattern.compile("([0-9]{1,18})-([0-9]{1,18})");

  /** Reads what {@link #text()} wrote; empty when a client sends something else. */
  public static Optional<LogPosition> parse(String text) {
    var matcher = FORM.matcher(text);
    return matcher.matches()
        ? Optional.of(
            new LogPosition(Long.parseLong(matcher.group(1)), Long.parseLong(matcher.group(2))))
        : Optional.empty();
  }

  /** The event id that clients get and send back. */
  public String text() {
    return epoch + "-" + sequence;
  }
}
