package io.rickyard.gateway.management;

/** What a person may call something: any Unicode but what breaks terminals and databases. */
final class Names {

  private static final int LONGEST = 100;

  private Names() {}

  /** The name without surrounding space; complains if there is nothing left, or too much. */
  static String checked(String name) {
    String stripped = name.strip();
    int length = stripped.codePointCount(0, stripped.length());
    if (length < 1 || length > LONGEST) {
      throw new IllegalArgumentException("A name has 1 to " + LONGEST + " characters");
    }
    if (stripped.codePoints().anyMatch(Names::unusable)) {
      throw new IllegalArgumentException("A name holds no control characters");
    }
    return stripped;
  }

  private static boolean unusable(int codePoint) {
    return Character.isISOControl(codePoint) || Character.getType(codePoint) == Character.SURROGATE;
  }
}
