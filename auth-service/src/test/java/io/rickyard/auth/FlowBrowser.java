package io.rickyard.auth;

import static java.util.Objects.requireNonNull;

import java.net.URI;
import java.net.URLDecoder;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A browser on its way to a provider and back: it keeps cookies and follows nothing by itself. */
final class FlowBrowser {

  static final String HOME = "http://localhost:8000";

  private final AuthClient client;
  private @Nullable String cookie;

  FlowBrowser(AuthClient client) {
    this.client = client;
  }

  /** Sets out by an address of the service; gives the provider's page. */
  URI begin(String pathAndQuery) {
    var answer = open(pathAndQuery);
    if (answer.status() != 302) {
      throw new AssertionError(answer.status() + ": " + answer.body());
    }
    return URI.create(requireNonNull(answer.header("location")));
  }

  /** Opens an address of the service. */
  AuthClient.Answer open(String pathAndQuery) {
    return open(pathAndQuery, null);
  }

  AuthClient.Answer open(String pathAndQuery, @Nullable String bearer) {
    var request = client.request(pathAndQuery, bearer).GET();
    if (cookie != null) {
      request.header("cookie", cookie);
    }
    var answer = client.send(request);
    String kept = answer.header("set-cookie");
    if (kept != null) {
      cookie = kept.substring(0, kept.indexOf(';'));
    }
    return answer;
  }

  /** Comes back with what the provider said; gives the address to which it is led on. */
  URI comeBack(String query) {
    return URI.create(requireNonNull(open("/callback?" + query).header("location")));
  }

  /** What an address brings, in its query and its fragment. */
  static Map<String, String> brought(URI address) {
    Map<String, String> values = new HashMap<>();
    for (String part : new String[] {address.getRawQuery(), address.getRawFragment()}) {
      for (String pair : (part == null ? "" : part).split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          values.put(
              pair.substring(0, equals),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
      }
    }
    return values;
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
