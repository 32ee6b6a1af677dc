package io.rickyard.gateway.login;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The parameters of a request (RFC 6749, section 3.2): each once at most, and one without a value
 * is none.
 */
final class OAuthForm {

  private static final int MOST = 50;

  private final Map<String, String> values;

  private OAuthForm(Map<String, String> values) {
    this.values = Map.copyOf(values);
  }

  /**
   * Reads {@code application/x-www-form-urlencoded}.
   *
   * @throws IllegalArgumentException when it is none, or a parameter stands in it twice
   */
  static OAuthForm parse(@Nullable String text) {
    Map<String, String> values = new HashMap<>();
    Set<String> seen = new HashSet<>();
    for (String pair : (text == null ? "" : text).split("&", MOST)) {
      int equals = pair.indexOf('=');
      String name = decoded(equals < 0 ? pair : pair.substring(0, equals));
      String value = equals < 0 ? "" : decoded(pair.substring(equals + 1));
      if (name.isEmpty()) {
        continue;
      }
      if (!seen.add(name)) {
        throw new IllegalArgumentException("A parameter is given twice");
      }
      if (!value.isEmpty()) {
        values.put(name, value);
      }
    }
    return new OAuthForm(values);
  }

  /** The values of these parameters, by their names; of others it says nothing. */
  Map<String, String> only(String... names) {
    Map<String, String> wanted = new HashMap<>();
    for (String name : names) {
      String value = values.get(name);
      if (value != null) {
        wanted.put(name, value);
      }
    }
    return wanted;
  }

  private static String decoded(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
