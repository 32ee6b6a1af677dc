package io.rickyard.gateway.doubles;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Knows some tokens and no keys: an access token that nobody handed out is a forged one. */
public final class AuthDouble {

  /** The gateway's own credential. */
  public static final String GATEWAY_SECRET = "the gateway's secret";

  /** Ada's machine token. */
  public static final String ADA = "sbp_" + "a".repeat(40);

  /** Ada's user id. */
  public static final String ADA_ID = "0190a000-0000-7000-8000-00000000000a";

  /** Ben's machine token; he is a member without more rights. */
  public static final String BEN = "sbp_" + "b".repeat(40);

  /** Ben's user id. */
  public static final String BEN_ID = "0190a000-0000-7000-8000-00000000000b";

  /** The handle in Ada's browser. */
  public static final String HANDLE = "rks_" + "c".repeat(40);

  private final ServiceDouble service = new ServiceDouble();
  private final Map<String, Map<String, Object>> known = new ConcurrentHashMap<>();

  /** Starts it. */
  public AuthDouble() {
    hold(ADA, ADA_ID, "token", "tid-ada");
    hold(BEN, BEN_ID, "token", "tid-ben");
    hold(HANDLE, ADA_ID, "session", "sid-ada");
    service.on("POST /internal/exchange", this::exchange);
    service.on(
        "POST /internal/service-token",
        _ -> Reply.json(200, answer("api-gateway", "service", "none")));
    service.on("POST /token", AuthDouble::signIn);
    service.on(
        "POST /internal/browser-sessions",
        _ ->
            Reply.json(
                201,
                Map.of(
                    "handle",
                    HANDLE,
                    "session_id",
                    "sid-ada",
                    "expires_at",
                    "2099-01-01T00:00:00Z")));
    service.on("POST /logout", _ -> Reply.empty(204));
    service.on(
        "POST /internal/users/lookup",
        _ -> Reply.json(200, List.of(Map.of("id", ADA_ID, "email", "ada@example.org"))));
    service.on("GET /settings", _ -> Reply.json(200, Map.of("disable_signup", true)));
  }

  /** Where it answers. */
  public ServiceDouble service() {
    return service;
  }

  /** Makes a token known. */
  public void hold(String token, String user, String kind, String id) {
    known.put(token, answer(user, kind, id));
  }

  /** The same for a token that is limited to scopes. */
  public void hold(String token, String user, String kind, String id, List<String> scopes) {
    var answer = new HashMap<>(answer(user, kind, id));
    answer.put("scopes", scopes);
    known.put(token, answer);
  }

  /** Makes the user of a token an administrator of the installation. */
  public void administrates(String token) {
    known.computeIfPresent(
        token,
        (_, answer) -> {
          var changed = new HashMap<>(answer);
          changed.put("administrator", true);
          return changed;
        });
  }

  /** Makes a token unknown. */
  public void revoke(String token) {
    known.remove(token);
  }

  /** How often a token was exchanged. */
  public long exchanges() {
    return service.asked("POST /internal/exchange").size();
  }

  private Reply exchange(Asked request) {
    var answer = known.get(request.json().path("token").asText());
    return answer == null
        ? Reply.problem(401, "invalid_token", "Nobody has this token")
        : Reply.json(200, answer);
  }

  private static Reply signIn(Asked request) {
    return request.json().path("password").asText().equals("correct horse")
        ? Reply.json(
            200,
            Map.of(
                "access_token", "a.b.c", "user", Map.of("id", ADA_ID, "email", "ada@example.org")))
        : Reply.json(
            400, Map.of("code", 400, "error_code", "invalid_credentials", "msg", "Invalid login"));
  }

  private static Map<String, Object> answer(String user, String kind, String id) {
    return Map.of(
        "internal_token",
        "internal-" + user,
        "expires_in",
        60,
        "user_id",
        user,
        "kind",
        kind,
        kind.equals("session") ? "session_id" : "token_id",
        id,
        "scopes",
        List.of(),
        "email",
        "ada@example.org");
  }
}
