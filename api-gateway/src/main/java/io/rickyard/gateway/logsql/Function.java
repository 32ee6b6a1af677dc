package io.rickyard.gateway.logsql;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The functions of ClickHouse's that the clients use. */
enum Function {
  LOWER(1, 1),
  UPPER(1, 1),
  IF(3, 3),
  /** Condition, value, condition, value and so on, and what else. */
  MULTI_IF(3, Integer.MAX_VALUE),
  /** A text as a whole number; 0 where it is none. */
  TO_INT32_OR_ZERO(1, 1),
  TO_INT64_OR_ZERO(1, 1),
  /** A time as milliseconds. */
  TO_UNIX_TIMESTAMP64_MILLI(1, 1),
  /** Where the second text is in the first one, from 1; 0 where it is not. */
  POSITION(2, 2),
  POSITION_CASE_INSENSITIVE(2, 2),
  POSITION_CASE_INSENSITIVE_UTF8(2, 2);

  private final int fewest;
  private final int most;

  Function(int fewest, int most) {
    this.fewest = fewest;
    this.most = most;
  }

  static Optional<Function> named(String name) {
    for (var function : values()) {
      if (function.name().replace("_", "").equalsIgnoreCase(name)) {
        return Optional.of(function);
      }
    }
    return Optional.empty();
  }

  boolean takes(int arguments) {
    return arguments >= fewest && arguments <= most && (this != MULTI_IF || arguments % 2 == 1);
  }

  Object of(List<Expression> arguments, LogEntry row) {
    return switch (this) {
      case LOWER -> text(arguments, 0, row).toLowerCase(Locale.ROOT);
      case UPPER -> text(arguments, 0, row).toUpperCase(Locale.ROOT);
      case IF, MULTI_IF -> chosen(arguments, row);
      case TO_INT32_OR_ZERO, TO_INT64_OR_ZERO -> number(text(arguments, 0, row));
      case TO_UNIX_TIMESTAMP64_MILLI -> milliseconds(text(arguments, 0, row));
      case POSITION -> position(text(arguments, 0, row), text(arguments, 1, row));
      case POSITION_CASE_INSENSITIVE, POSITION_CASE_INSENSITIVE_UTF8 ->
          position(
              text(arguments, 0, row).toLowerCase(Locale.ROOT),
              text(arguments, 1, row).toLowerCase(Locale.ROOT));
    };
  }

  private static String text(List<Expression> arguments, int which, LogEntry row) {
    return arguments.get(which).of(row).toString();
  }

  private static Object chosen(List<Expression> arguments, LogEntry row) {
    for (int i = 0; i + 1 < arguments.size(); i += 2) {
      if (Values.truth(arguments.get(i).of(row))) {
        return arguments.get(i + 1).of(row);
      }
    }
    return arguments.getLast().of(row);
  }

  private static long number(String text) {
    return text.matches("-?\\d{1,18}") ? Long.parseLong(text) : 0;
  }

  private static long milliseconds(String time) {
    try {
      return Instant.parse(time).toEpochMilli();
    } catch (DateTimeParseException _) {
      throw new LogSqlRefused("toUnixTimestamp64Milli takes the timestamp");
    }
  }

  private static long position(String text, String part) {
    return text.indexOf(part) + 1L;
  }
}
