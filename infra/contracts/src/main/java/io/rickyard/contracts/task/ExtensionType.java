package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNull;

import java.util.Arrays;
import java.util.regex.Pattern;

/**
 * A type that a class on a worker's class path adds. Its name has a first part of its own, so that
 * no built-in type will ever take it.
 *
 * @param wireName parts of lower-case letters, digits and underscores with dots between them, 2 or
 *     more; at most 63 characters
 */
public record ExtensionType(String wireName) implements TaskType {

  private static final int LONGEST = 63;
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]*(\\.[a-z][a-z0-9_]*)+");

  /** Checks the name. */
  public ExtensionType {
    requireNonNull(wireName, "type");
    if (!isName(wireName)) {
      throw new IllegalArgumentException(
          "'%s' is no name of an extension: write lower-case parts with dots between them, such as acme.greet, and none of ours first"
              .formatted(wireName));
    }
  }

  static boolean isName(String text) {
    return text.length() <= LONGEST
        && NAME.matcher(text).matches()
        && Arrays.stream(BuiltInType.values())
            .noneMatch(type -> firstPart(type).equals(firstPart(text)));
  }

  private static String firstPart(BuiltInType type) {
    return firstPart(type.wireName());
  }

  private static String firstPart(String name) {
    return name.substring(0, name.indexOf('.'));
  }

  @Override
  public boolean changesStack() {
    return false;
  }

  @Override
  public String toString() {
    return wireName;
  }
}
