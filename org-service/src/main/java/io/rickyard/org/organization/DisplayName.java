package io.rickyard.org.organization;

import static java.util.Objects.requireNonNull;

/**
 * A name for people: 1 to 100 characters after trimming, any Unicode but control characters.
 * Quotes, emoji and SQL are just text here, since nothing ever builds a statement from it.
 */
public record DisplayName(String value) {

  /** The most characters (code points) a name may have. */
  public static final int LONGEST = 100;

  /** Trims and checks; throws {@link IllegalArgumentException} when it does not fit. */
  public DisplayName {
    value = requireNonNull(value, "name").strip();
    long length = value.codePoints().count();
    if (length == 0 || length > LONGEST) {
      throw new IllegalArgumentException("A name has 1 to " + LONGEST + " characters");
    }
    if (value.codePoints().anyMatch(DisplayName::unusable)) {
      throw new IllegalArgumentException("A name holds no control characters");
    }
  }

  /** A lone surrogate has no UTF-8 form, and a control character breaks logs and terminals. */
  private static boolean unusable(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR ->
          true;
      default -> false;
    };
  }

  @Override
  public String toString() {
    return value;
  }
}
