package io.rickyard.org.hook;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Fills {@code {repository}}, {@code {ref}}, {@code {sha}} and {@code {event}} in a text of the
 * rule's author with what a delivery says. What is filled in is plain text: it is not looked at
 * again, so a delivery can't bring placeholders of its own.
 */
final class Placeholders {

  private static final Pattern PLACEHOLDER = Pattern.compile("\\{([a-z_]*)}");
  private static final int LONGEST_VALUE = 200;

  private Placeholders() {}

  /** Throws {@link IllegalArgumentException} when the text has a placeholder that nothing fills. */
  static void requireKnown(String template) {
    Matcher matcher = PLACEHOLDER.matcher(template);
    while (matcher.find()) {
      value(matcher.group(1), DeliveryFacts.NONE);
    }
  }

  /** The text, filled in and cut to a length in characters. */
  static String fill(String template, DeliveryFacts facts, int longest) {
    String filled =
        PLACEHOLDER
            .matcher(template)
            .replaceAll(match ->
                Matcher.quoteReplacement(
                    value(match.group(1), facts).map(Placeholders::plain).orElse("")));
    return cut(filled, longest);
  }

  private static Optional<String> value(String name, DeliveryFacts facts) {
    return Optional.ofNullable(
        switch (name) {
          case "repository" -> facts.repository();
          case "ref" -> facts.ref();
          case "sha" -> facts.sha();
          case "event" -> facts.event();
          default ->
              throw new IllegalArgumentException(
                  "{" + name + "} is none of {repository}, {ref}, {sha}, {event}");
        });
  }

  /** Control characters and lone surrogates have no place in a label or a name. */
  private static String plain(String value) {
    var plain = new StringBuilder();
    value
        .codePoints()
        .filter(c -> !Character.isISOControl(c) && Character.getType(c) != Character.SURROGATE)
        .limit(LONGEST_VALUE)
        .forEach(plain::appendCodePoint);
    return plain.toString();
  }

  private static String cut(String text, int longest) {
    if (text.length() <= longest) {
      return text;
    }
    int end = Character.isHighSurrogate(text.charAt(longest - 1)) ? longest - 1 : longest;
    return text.substring(0, end);
  }
}
