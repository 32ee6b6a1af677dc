package io.rickyard.projector.query;

import static java.util.Objects.requireNonNull;

import java.util.UUID;
import java.util.regex.Pattern;

/** Free text, which is read as what it looks like: the beginning of an id, or an error code. */
public sealed interface SearchText {

  /**
   * Ids that begin alike, as the range that they make.
   *
   * @param first the least of them
   * @param last the greatest of them
   */
  record IdPrefix(UUID first, UUID last) implements SearchText {
    /** Checks that nothing is missing. */
    public IdPrefix {
      requireNonNull(first, "first");
      requireNonNull(last, "last");
    }
  }

  /**
   * An error's code.
   *
   * @param code in snake_case
   */
  record ErrorCode(String code) implements SearchText {
    /** Checks that nothing is missing. */
    public ErrorCode {
      requireNonNull(code, "code");
    }
  }

  /** What the text means; throws {@link IllegalArgumentException} when it is neither. */
  static SearchText parse(String text) {
    if (Forms.ID.startsLikeOne(text)) {
      String digits = text.replace("-", "");
      return new IdPrefix(Forms.uuid(digits, '0'), Forms.uuid(digits, 'f'));
    }
    if (Forms.CODE.matcher(text).matches()) {
      return new ErrorCode(text);
    }
    throw new IllegalArgumentException(
        "write the beginning of an id (at least 4 digits) or an error code such as run_timeout");
  }

  /** The two forms that free text may have. */
  final class Forms {
    private static final Pattern CODE = Pattern.compile("[a-z][a-z0-9_]{1,63}");
    private static final IdForm ID = new IdForm("00000000-0000-0000-0000-000000000000");

    private Forms() {}

    /** Dashes must stand where a UUID has them. */
    private record IdForm(String model) {
      boolean startsLikeOne(String text) {
        if (text.length() < 4 || text.length() > model.length()) {
          return false;
        }
        for (int i = 0; i < text.length(); i++) {
          char shown = text.charAt(i);
          boolean digit = (shown >= '0' && shown <= '9') || (shown >= 'a' && shown <= 'f');
          if (model.charAt(i) == '-' ? shown != '-' : !digit) {
            return false;
          }
        }
        return true;
      }
    }

    private static UUID uuid(String digits, char filler) {
      String all = digits + String.valueOf(filler).repeat(32 - digits.length());
      return new UUID(
          Long.parseUnsignedLong(all.substring(0, 16), 16),
          Long.parseUnsignedLong(all.substring(16), 16));
    }
  }
}
