package io.rickyard.worker.types;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/** Strings and members' names as Prettier writes them. */
final class Quoted {

  private Quoted() {}

  /** In double quotes, unless that takes more backslashes than single ones. */
  static String string(String value) {
    long doubles = value.chars().filter(letter -> letter == '"').count();
    long singles = value.chars().filter(letter -> letter == '\'').count();
    String escaped = escaped(value);
    return doubles > singles
        ? "'" + escaped.replace("'", "\\'").replace("\\\"", "\"") + "'"
        : "\"" + escaped + "\"";
  }

  /** A member's name, in quotes where it has to be. */
  static String key(String name) {
    return isIdentifier(name) ? name : string(name);
  }

  /** As JSON. */
  static String json(String value) {
    return "\"" + escaped(value) + "\"";
  }

  /** As JSON.stringify writes it, which writes escapes in lower case. */
  private static String escaped(String value) {
    var escaped = new StringBuilder();
    value
        .chars()
        .forEach(letter ->
            escaped.append(
                letter < ' ' && "\b\f\n\r\t".indexOf(letter) < 0
                    ? "\\u%04x".formatted(letter)
                    : new String(
                        JsonStringEncoder.getInstance()
                            .quoteAsString(Character.toString(letter)))));
    return escaped.toString();
  }

  private static boolean isIdentifier(String name) {
    return !name.isEmpty()
        && isStart(name.codePointAt(0))
        && name.codePoints().allMatch(letter -> isStart(letter) || isPart(letter));
  }

  private static boolean isStart(int letter) {
    return letter == '$' || letter == '_' || Character.isUnicodeIdentifierStart(letter);
  }

  private static boolean isPart(int letter) {
    return Character.isUnicodeIdentifierPart(letter) && !Character.isIdentifierIgnorable(letter);
  }
}
