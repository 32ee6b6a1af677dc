package io.rickyard.auth.mail;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A message's text as a plain page: a link on a line of its own can be followed, a code is read.
 */
public final class MailHtml {

  private static final Pattern LINK = Pattern.compile("https?://\\S+");
  private static final Pattern CODE = Pattern.compile("\\d{6}");

  private MailHtml() {}

  /** The page. */
  public static String of(String text) {
    List<String> paragraphs = new ArrayList<>();
    for (String paragraph : text.strip().split("\n{2,}", -1)) {
      paragraphs.add("<p>" + shaped(paragraph.strip()) + "</p>");
    }
    return "<!doctype html>\n<html><body style=\"font-family:sans-serif;max-width:40em\">\n"
        + String.join("\n", paragraphs)
        + "\n</body></html>\n";
  }

  private static String shaped(String paragraph) {
    String safe = escaped(paragraph);
    if (LINK.matcher(paragraph).matches()) {
      return "<a href=\"" + safe + "\">" + safe + "</a>";
    }
    if (CODE.matcher(paragraph).matches()) {
      return "<strong style=\"font-size:1.6em;letter-spacing:.15em\">" + safe + "</strong>";
    }
    return safe.replace("\n", "<br>\n");
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }
}
