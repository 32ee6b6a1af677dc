package io.rickyard.stack.blueprint;

import java.util.regex.Pattern;

/** What the text of a variable or a value has to be. Nothing may be empty. */
enum ValueForm {
  TEXT("(?s).+"),
  BOOLEAN("true|false"),
  INTEGER("-?[0-9]{1,18}"),
  NAME("[A-Za-z0-9_.-]+"),
  /** A project's. */
  REFERENCE("[a-z]{20}"),
  DECIMAL("[0-9]+(\\.[0-9]+)?"),
  /** Absolute, with http or https, and no slash at the end, as services put paths behind it. */
  URL("https?://[^/\\s?#]+(/[^\\s?#]*[^/\\s?#])?");

  private final Pattern pattern;

  ValueForm(String pattern) {
    this.pattern = Pattern.compile(pattern);
  }

  boolean accepts(String text) {
    return pattern.matcher(text).matches();
  }
}
