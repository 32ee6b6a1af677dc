package io.rickyard.worker.stack;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * What a service wrote.
 *
 * @param at when
 * @param service which one
 * @param text what, without its end of line
 */
public record LogLine(Instant at, String service, String text) {

  /** Longer ones are cut. */
  public static final int LONGEST = 8 * 1024;

  /** Checks that nothing is missing, and cuts what is too long. */
  public LogLine {
    requireNonNull(at, "at");
    requireNonNull(service, "service");
    requireNonNull(text, "text");
    if (text.length() > LONGEST) {
      text = text.substring(0, LONGEST) + "…";
    }
  }

  /** The same line with another text. */
  public LogLine saying(String other) {
    return new LogLine(at, service, other);
  }
}
