package io.rickyard.auth.http.gotrue;

import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Addresses to which a followed link leads, as auth-js reads them. */
final class Locations {

  private Locations() {}

  static URI withSession(URI target, SessionForm session, @Nullable String type) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("access_token", session.accessToken());
    values.put("expires_at", Long.toString(session.expiresAt()));
    values.put("expires_in", Long.toString(session.expiresIn()));
    values.put("refresh_token", session.refreshToken());
    values.put("token_type", session.tokenType());
    if (type != null) {
      values.put("type", type);
    }
    return fragment(target, values);
  }

  static URI withCode(URI target, String code) {
    String separator = target.getRawQuery() == null ? "?" : "&";
    return URI.create(target + separator + "code=" + encoded(code));
  }

  static URI withMessage(URI target, String message) {
    return fragment(target, Map.of("message", message));
  }

  static URI refused(URI target, GoTrueRefusal refusal) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("error", refusal.error().status() >= 500 ? "server_error" : "access_denied");
    values.put("error_code", refusal.error().wireName());
    values.put("error_description", String.valueOf(refusal.getMessage()));
    return fragment(target, values);
  }

  /**
   * Why a way to a provider ended. A page that began it with a challenge reads the query, since it
   * may be a server that sees no fragment; both is what GoTrue does.
   *
   * @param error RFC 6749's word for it
   */
  static URI returned(
      URI target, String error, GoTrueError code, String description, boolean inQuery) {
    Map<String, String> values = new LinkedHashMap<>();
    values.put("error", error);
    values.put("error_code", code.wireName());
    values.put("error_description", description);
    String separator = target.getRawQuery() == null ? "?" : "&";
    return fragment(inQuery ? URI.create(target + separator + encoded(values)) : target, values);
  }

  private static URI fragment(URI target, Map<String, String> values) {
    return URI.create(target + "#" + encoded(values));
  }

  private static String encoded(Map<String, String> values) {
    return values.entrySet().stream()
        .map(value -> value.getKey() + "=" + encoded(value.getValue()))
        .collect(Collectors.joining("&"));
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
