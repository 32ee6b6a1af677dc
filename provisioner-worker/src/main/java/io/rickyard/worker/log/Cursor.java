package io.rickyard.worker.log;

import java.time.Instant;
import java.util.regex.Pattern;

/**
 * A place between the lines of a stack: after so many of the lines of one moment. Lines of one
 * moment keep their order, so a place is found again.
 *
 * @param at the moment
 * @param lines how many lines of that moment lie before
 */
public record Cursor(Instant at, int lines) {

  /** Before everything. */
  public static final Cursor START = new Cursor(Instant.EPOCH, 0);

  private static final Pattern FORM = Pattern.compile("(\\d{1,12})\\.(\\d{9})-(\\d{1,9})");

  /**
   * Reads what {@link #toString} writes.
   *
   * @throws IllegalArgumentException when it is something else
   */
  public static Cursor parse(String text) {
    var form = FORM.matcher(text);
    if (!form.matches()) {
      throw new IllegalArgumentException("after is what an answer gave as next, as it is");
    }
    return new Cursor(
        Instant.ofEpochSecond(Long.parseLong(form.group(1)), Long.parseLong(form.group(2))),
        Integer.parseInt(form.group(3)));
  }

  /** The place after one more line; a clock that was set back moves it nowhere. */
  public Cursor after(Instant line) {
    if (line.isBefore(at)) {
      return this;
    }
    return line.equals(at) ? new Cursor(at, lines + 1) : new Cursor(line, 1);
  }

  @Override
  public String toString() {
    return "%d.%09d-%d".formatted(at.getEpochSecond(), at.getNano(), lines);
  }
}
