package io.rickyard.auth.doubles;

import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * GitHub as an enterprise's own server: the token endpoint answers with a form, also when it
 * refuses, and who somebody is stands under {@code /api/v3}.
 */
public final class GitHubDouble implements AutoCloseable {

  private static final String CLIENT = "Iv1.client";
  private static final String SECRET = "secret of the app";

  private final ProviderServer server = new ProviderServer();
  private final Map<String, Grant> codes = new ConcurrentHashMap<>();
  private final Map<String, Grant> tokens = new ConcurrentHashMap<>();

  private record Grant(String returnsTo, String user, String emails) {}

  /** Starts one. */
  public GitHubDouble() {
    server.on("/login/oauth/access_token", this::token);
    server.on("/api/v3/user", exchange -> resource(exchange, false));
    server.on("/api/v3/user/emails", exchange -> resource(exchange, true));
  }

  /** Settings under which the service knows it as {@code github}. */
  public Map<String, Object> settings() {
    return Map.of(
        "rickyard.auth.providers.github.issuer", server.url(),
        "rickyard.auth.providers.github.client-id", CLIENT,
        "rickyard.auth.providers.github.client-secret", SECRET);
  }

  /** Lets somebody in with these two resources; gives the query with which they go back. */
  public String letIn(URI page, String user, String emails) {
    var asked = ProviderServer.query(page);
    if (!page.getPath().equals("/login/oauth/authorize")
        || !CLIENT.equals(asked.get("client_id"))) {
      throw new AssertionError("GitHub has no such page: " + page);
    }
    String code = UUID.randomUUID().toString();
    codes.put(code, new Grant(requireNonNull(asked.get("redirect_uri")), user, emails));
    String state = URLEncoder.encode(requireNonNull(asked.get("state")), StandardCharsets.UTF_8);
    return "code=" + code + "&state=" + state;
  }

  private void token(HttpExchange exchange) throws IOException {
    var form = ProviderServer.form(exchange);
    var grant = codes.remove(form.getOrDefault("code", ""));
    String answer = "error=bad_verification_code&error_description=The+code+is+incorrect";
    if (grant != null
        && CLIENT.equals(form.get("client_id"))
        && SECRET.equals(form.get("client_secret"))
        && grant.returnsTo().equals(form.get("redirect_uri"))) {
      String token = "gho_" + UUID.randomUUID();
      tokens.put(token, grant);
      answer = "access_token=" + token + "&scope=read%3Auser%2Cuser%3Aemail&token_type=bearer";
    }
    ProviderServer.send(exchange, 200, "application/x-www-form-urlencoded; charset=utf-8", answer);
  }

  private void resource(HttpExchange exchange, boolean emails) throws IOException {
    String shown = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    var grant = tokens.get(shown.replaceFirst("^Bearer ", ""));
    if (grant == null || exchange.getRequestHeaders().getFirst("User-Agent") == null) {
      ProviderServer.send(exchange, 401, "application/json", "{\"message\":\"Bad credentials\"}");
    } else {
      String body = emails ? grant.emails() : grant.user();
      ProviderServer.send(exchange, 200, "application/json; charset=utf-8", body);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
