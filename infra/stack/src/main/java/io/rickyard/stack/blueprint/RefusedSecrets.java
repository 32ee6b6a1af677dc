package io.rickyard.stack.blueprint;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Base64;
import java.util.List;
import java.util.Locale;

/**
 * Values that stand in public templates and examples. Who runs a stack with one of them runs it
 * without a secret.
 *
 * @param values whole values
 * @param parts what no value may contain, in lower case
 * @param tokenClaims what the claims of no token may contain
 */
record RefusedSecrets(List<String> values, List<String> parts, List<String> tokenClaims) {

  RefusedSecrets {
    values = List.copyOf(values);
    parts = List.copyOf(parts);
    tokenClaims = List.copyOf(tokenClaims);
  }

  /** Whether a text is, or contains, a secret that everybody knows. */
  boolean refuses(String text) {
    var lower = text.toLowerCase(Locale.ROOT);
    return values.contains(text)
        || parts.stream().anyMatch(lower::contains)
        || text.lines()
            .flatMap(line -> List.of(line.split("[^A-Za-z0-9_.-]", -1)).stream())
            .anyMatch(this::refusedToken);
  }

  private boolean refusedToken(String word) {
    var sections = word.split("\\.", -1);
    if (sections.length != 3 || !sections[1].matches("[A-Za-z0-9_-]+")) {
      return false;
    }
    try {
      var claims = new String(Base64.getUrlDecoder().decode(sections[1]), UTF_8);
      return tokenClaims.stream().anyMatch(claims::contains);
    } catch (IllegalArgumentException e) {
      return false; // not base64, so no token
    }
  }
}
