package io.rickyard.auth.oauth;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** The encoding of queries and forms. */
final class Forms {

  private Forms() {}

  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }

  static String encoded(Map<String, String> values) {
    return values.entrySet().stream()
        .map(value -> encoded(value.getKey()) + "=" + encoded(value.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** What is not encoded as it should be is taken as it stands; of two of one name the first. */
  static Map<String, String> decoded(String form) {
    Map<String, String> values = new LinkedHashMap<>();
    for (String pair : form.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        values.putIfAbsent(
            decodedPart(pair.substring(0, equals)), decodedPart(pair.substring(equals + 1)));
      }
    }
    return values;
  }

  static URI with(URI uri, Map<String, String> query) {
    String separator = uri.getRawQuery() == null ? "?" : "&";
    return URI.create(uri + separator + encoded(query));
  }

  private static String decodedPart(String part) {
    try {
      return URLDecoder.decode(part, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return part;
    }
  }
}
