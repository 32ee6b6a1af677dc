package io.rickyard.org.payload;

import com.fasterxml.jackson.databind.JsonNode;
import org.jspecify.annotations.Nullable;

/**
 * Takes texts out of a payload; whatever is no text, or far too long for one of ours, is not there.
 */
final class Texts {

  private static final int LONGEST = 500;
  private static final String BRANCH = "refs/heads/";
  private static final String TAG = "refs/tags/";

  private Texts() {}

  /** The text at a JSON pointer, such as {@code /repository/full_name}. */
  static @Nullable String at(JsonNode payload, String pointer) {
    var node = payload.at(pointer);
    if (!node.isTextual()) {
      return null;
    }
    String text = node.textValue();
    boolean usable =
        !text.isEmpty()
            && text.length() <= LONGEST
            && text.codePoints()
                .noneMatch(c -> c == 0 || Character.getType(c) == Character.SURROGATE);
    return usable ? text : null;
  }

  static @Nullable String branch(@Nullable String name) {
    return name == null ? null : BRANCH + name;
  }

  static @Nullable String tag(@Nullable String name) {
    return name == null ? null : TAG + name;
  }

  static @Nullable String first(@Nullable String one, @Nullable String other) {
    return one == null ? other : one;
  }
}
