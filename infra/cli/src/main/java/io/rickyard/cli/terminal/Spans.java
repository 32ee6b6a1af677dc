package io.rickyard.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Spans of time in few letters. */
public final class Spans {
  private Spans() {}

  /** How long something took: {@code 0.4s}, {@code 12.3s}, {@code 4m05s}, {@code 2h07m}. */
  public static String took(Duration span) {
    var positive = span.isNegative() ? Duration.ZERO : span;
    if (positive.compareTo(Duration.ofMinutes(1)) < 0) {
      return String.format(Locale.ROOT, "%.1fs", positive.toMillis() / 1000.0);
    }
    if (positive.compareTo(Duration.ofHours(1)) < 0) {
      return String.format(Locale.ROOT, "%dm%02ds", positive.toMinutes(), positive.toSecondsPart());
    }
    return String.format(Locale.ROOT, "%dh%02dm", positive.toHours(), positive.toMinutesPart());
  }

  /** How long something took; nothing when it has not begun, until now when it has not ended. */
  public static String took(@Nullable Instant from, @Nullable Instant until, Instant now) {
    return from == null ? "" : took(Duration.between(from, until == null ? now : until));
  }

  /** How old something is: {@code 12s}, {@code 5m}, {@code 3h}, {@code 9d}. */
  public static String age(@Nullable Instant since, Instant now) {
    if (since == null) {
      return "-";
    }
    var age = Duration.between(since, now);
    if (age.compareTo(Duration.ofMinutes(1)) < 0) {
      return Math.max(0, age.toSeconds()) + "s";
    }
    if (age.compareTo(Duration.ofHours(1)) < 0) {
      return age.toMinutes() + "m";
    }
    return age.compareTo(Duration.ofDays(2)) < 0 ? age.toHours() + "h" : age.toDays() + "d";
  }
}
