package io.rickyard.auth.mail;

import static java.util.Objects.requireNonNull;

import io.rickyard.auth.user.EmailAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Writes messages. A template is a text: its first line is the subject, then follows an empty one,
 * and {@code {{name}}} stands for a value. Values are data: none can begin another line.
 */
public final class MailTemplates {

  private static final Pattern PLACE = Pattern.compile("\\{\\{([a-z_]+)}}");
  private static final Pattern CONTROL = Pattern.compile("\\p{Cntrl}+");

  private final Map<MailPurpose, Template> templates;

  private MailTemplates(Map<MailPurpose, Template> templates) {
    this.templates = templates;
  }

  private record Template(String subject, String text) {}

  /**
   * Reads them.
   *
   * @param own a directory whose files, such as {@code recovery.txt}, stand before ours
   * @throws IllegalArgumentException when a file there is no template
   */
  public static MailTemplates read(@Nullable Path own) {
    var templates = new EnumMap<MailPurpose, Template>(MailPurpose.class);
    for (var purpose : MailPurpose.values()) {
      String name = purpose.wireName() + ".txt";
      templates.put(purpose, parse(name, own == null ? ours(name) : ownOrOurs(own, name)));
    }
    return new MailTemplates(templates);
  }

  /**
   * A message with these values in its places.
   *
   * @throws IllegalArgumentException when one of its places has no value
   */
  public MailMessage write(MailPurpose purpose, EmailAddress to, Map<String, String> values) {
    var template = requireNonNull(templates.get(purpose), "template");
    return new MailMessage(
        purpose, to, filled(template.subject(), values), filled(template.text(), values));
  }

  private static String filled(String text, Map<String, String> values) {
    return PLACE
        .matcher(text)
        .replaceAll(place -> {
          String value = values.get(place.group(1));
          if (value == null) {
            throw new IllegalArgumentException(
                "The template's place " + place.group(1) + " has no value");
          }
          return Matcher.quoteReplacement(CONTROL.matcher(value).replaceAll(" "));
        });
  }

  private static Template parse(String name, String file) {
    String[] parts = file.replace("\r\n", "\n").split("\n\n", 2);
    if (parts.length != 2 || parts[0].isBlank() || parts[0].contains("\n")) {
      throw new IllegalArgumentException(
          name + " is no template: a line with the subject, an empty one, the text");
    }
    return new Template(parts[0].strip(), parts[1].strip() + "\n");
  }

  private static String ownOrOurs(Path directory, String name) {
    Path file = directory.resolve(name);
    try {
      return Files.exists(file) ? Files.readString(file) : ours(name);
    } catch (IOException e) {
      throw new IllegalArgumentException(name + " cannot be read", e);
    }
  }

  private static String ours(String name) {
    try (var stream = MailTemplates.class.getResourceAsStream(name)) {
      return new String(
          requireNonNull(stream, "every purpose has a template").readAllBytes(),
          StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
