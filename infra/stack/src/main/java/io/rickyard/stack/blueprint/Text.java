package io.rickyard.stack.blueprint;

import com.fasterxml.jackson.annotation.JsonCreator;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Text that may refer to values as <code>${name}</code>. There is no other syntax: no default, no
 * condition, no escape.
 */
record Text(String raw) {

  private static final Pattern REFERENCE = Pattern.compile("\\$\\{([a-z][a-z0-9_:]*)}");

  @JsonCreator(mode = JsonCreator.Mode.DELEGATING)
  Text {
    if (raw.replaceAll(REFERENCE.pattern(), "").contains("${")) {
      throw new BlueprintException("There is a ${ that begins no reference in: " + raw);
    }
  }

  /** The names it refers to, in order. */
  Set<String> references() {
    var names = new LinkedHashSet<String>();
    var matcher = REFERENCE.matcher(raw);
    while (matcher.find()) {
      names.add(matcher.group(1));
    }
    return Collections.unmodifiableSet(names);
  }

  /** The text with each reference replaced by its value; what a value holds is not looked at. */
  String with(Function<String, String> values) {
    return REFERENCE
        .matcher(raw)
        .replaceAll(found -> Matcher.quoteReplacement(values.apply(found.group(1))));
  }
}
