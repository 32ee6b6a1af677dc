package io.rickyard.cli.command;

import io.rickyard.cli.CommandRefused;
import io.rickyard.cli.ExitCode;
import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.regex.Pattern;

/** Lengths of time as people write them: 500ms, 30s, 5m, 2h, 1d, or ISO 8601. */
final class Times {

  private static final Pattern SHORT = Pattern.compile("(\\d{1,9})(ms|s|m|h|d)");

  private Times() {}

  /** The same as ISO 8601. */
  static String iso(String text) {
    return of(text).toString();
  }

  /** The length of time; what is none is refused as wrong usage. */
  static Duration of(String text) {
    var matcher = SHORT.matcher(text.toLowerCase(Locale.ROOT));
    if (matcher.matches()) {
      long number = Long.parseLong(matcher.group(1));
      return switch (matcher.group(2)) {
        case "ms" -> Duration.ofMillis(number);
        case "s" -> Duration.ofSeconds(number);
        case "m" -> Duration.ofMinutes(number);
        case "h" -> Duration.ofHours(number);
        default -> Duration.ofDays(number);
      };
    }
    try {
      return Duration.parse(text);
    } catch (DateTimeParseException _) {
      throw new CommandRefused(
          ExitCode.USAGE,
          "'" + text + "' is no length of time.",
          "Write 500ms, 30s, 5m, 2h or PT30S.");
    }
  }
}
