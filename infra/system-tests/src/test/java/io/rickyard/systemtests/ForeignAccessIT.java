package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.api.RickyardClient;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Eve, who owns an organization of her own, tries every operation of the served description on what
 * belongs to the organization of the administrator who started the installation.
 */
class ForeignAccessIT {

  private static final Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

  /** Operations about nobody's: what they answer is the same for everybody, or Eve's own. */
  private static final Set<String> EVERYBODYS =
      Set.of(
          "get /v1/health",
          "get /v1/openapi.json",
          "get /v1/profile",
          "get /v1/roles",
          "get /v1/task-types",
          "get /v1/session",
          "post /v1/session",
          "delete /v1/session",
          "get /v1/login/authorize",
          "post /v1/login/device",
          "post /v1/login/token",
          "post /v1/stream-tickets",
          "get /v1/access-tokens",
          "post /v1/access-tokens",
          "post /v1/organizations");

  private static Workspace workspace;
  private static LocalInstallation installation;
  private static HttpClient http;
  private static String eve = "";

  /** What Eve does not know and must never read. */
  private static final List<String> secrets = new ArrayList<>(List.of("hidden"));

  /** The administrator's things, by the path they stand behind. */
  private static final Map<String, String> things = new LinkedHashMap<>();

  @BeforeAll
  static void start() throws Exception {
    workspace = Workspace.create();
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start("--no-demo");
    http = HttpClient.newHttpClient();
    eve = newcomer("eve@example.org");
    post(eve, "/v1/organizations", "{\"name\":\"elsewhere\"}");
    arrange();
  }

  @AfterAll
  static void stop() throws Exception {
    http.close();
    installation.close();
    workspace.close();
  }

  private static String newcomer(String email) throws Exception {
    String password = "a long password of " + email;
    String account = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password);
    String key = installation.announced().path("secret_key").asText();
    String confirmed = account.replace("}", ",\"email_confirm\":true}");
    send(request("POST", "/auth/v1/admin/users", confirmed, key).header("apikey", key));
    return json(send(request("POST", "/auth/v1/token?grant_type=password", account, null)))
        .path("access_token")
        .asText();
  }

  private static void arrange() throws Exception {
    String ada = installation.token();
    String slug = installation.organization();
    String probe = "\"task\":{\"type\":\"platform.probe\",\"organization\":\"%s\"}".formatted(slug);
    var project =
        post(
            ada,
            "/v1/projects",
            "{\"name\":\"vault\",\"organization_slug\":\"%s\"}".formatted(slug));
    things.put("slug", slug);
    things.put("ref", project.path("ref").asText());
    things.put("signing-keys", signingKey(thing("ref")));
    things.put(
        "snippets",
        id(
            post(
                ada,
                "/v1/projects/" + things.get("ref") + "/snippets",
                "{\"name\":\"hidden\",\"sql\":\"hidden\",\"visibility\":\"project\"}")));
    things.put(
        "branches",
        id(
            post(
                ada,
                "/v1/projects/" + things.get("ref") + "/branches",
                "{\"branch_name\":\"hidden\"}")));
    things.put(
        "tasks",
        id(
            post(
                ada,
                "/v1/tasks",
                "{\"type\":\"platform.probe\",\"organization\":\"%s\"}".formatted(slug))));
    things.put("dead-letters", things.get("tasks"));
    post(ada, "/v1/organizations/" + slug + "/teams", "{\"name\":\"hidden\"}");
    things.put(
        "schedules",
        id(
            post(
                ada,
                "/v1/schedules",
                "{\"name\":\"hidden\",\"every\":\"PT24H\",%s}".formatted(probe))));
    things.put(
        "hooks",
        id(
            post(
                ada,
                "/v1/hooks",
                "{\"name\":\"hidden\",\"organization\":\"%s\",\"provider\":\"github\",\"rule\":{\"type\":\"platform.probe\"}}"
                    .formatted(slug))));
    var lock =
        post(ada, "/v1/locks", "{\"name\":\"hidden\",\"organization\":\"%s\"}".formatted(slug));
    things.put("locks", lock.path("ticket").asText(lock.path("id").asText()));
    things.put(
        "invitations",
        id(post(ada, "/v1/organizations/%s/invitations".formatted(slug), "{\"role\":\"member\"}")));
    things.put("access-tokens", id(post(ada, "/v1/access-tokens", "{\"name\":\"hidden\"}")));
    things.put("userId", json(send(request("GET", "/v1/profile", null, ada))).path("id").asText());
    secrets.add(
        json(send(request("GET", "/v1/profile", null, ada))).path("primary_email").asText());
    assertThat(things.values()).allSatisfy(thing -> assertThat(thing).isNotBlank());
  }

  /** A project has it from the beginning, before anybody may ask for it. */
  private static String signingKey(String ref) {
    return UUID.nameUUIDFromBytes(("signing-key:" + ref).getBytes(StandardCharsets.UTF_8))
        .toString();
  }

  private static String id(JsonNode made) {
    return made.path("id").asText();
  }

  @TestFactory
  List<DynamicTest> everyOperationOnSomebodyElsesThings() throws Exception {
    var paths = json(send(request("GET", "/v1/openapi.json", null, null))).path("paths");
    var tests = new ArrayList<DynamicTest>();
    paths
        .properties()
        .forEach(path ->
            path.getValue()
                .fieldNames()
                .forEachRemaining(method -> {
                  String operation = method + " " + path.getKey();
                  if (METHODS.contains(method)
                      && path.getKey().startsWith("/v1/")
                      && !EVERYBODYS.contains(operation)) {
                    tests.add(
                        DynamicTest.dynamicTest(
                            operation, () -> isOutOfReach(method, path.getKey())));
                  }
                }));
    assertThat(tests).hasSizeGreaterThan(60);
    return tests;
  }

  private static void isOutOfReach(String method, String template) throws Exception {
    String path = filled(template);
    String body = method.equals("get") || method.equals("delete") ? null : body(template);
    for (String query :
        List.of(
            "", "?organization=%s&project=%s".formatted(things.get("slug"), things.get("ref")))) {
      var answer = send(request(method.toUpperCase(Locale.ROOT), path + query, body, eve));
      String shown = answer.body();

      assertThat(answer.statusCode()).as(shown).isNotIn(500, 502, 401);
      assertThat(secrets).as(shown).noneMatch(shown::contains);
      if (answer.statusCode() < 300) {
        assertThat(things.values()).as(shown).noneMatch(shown::contains);
      }
      if (template.equals("/v1/tasks/batch")) {
        assertThat(shown).contains("not_found").doesNotContain("commands.");
      } else if (template.contains("{") || !method.equals("get")) {
        assertThat(answer.statusCode()).as(shown).isBetween(400, 499);
      }
    }
  }

  /** The path with the administrator's things in it. */
  private static String filled(String template) {
    String kind = template.split("/", -1)[2];
    if (template.contains("/invitations/")) {
      kind = "invitations";
    }
    if (template.contains("/projects/{ref}/config/auth/signing-keys/")) {
      kind = "signing-keys";
    }
    return template
        .replace("{functionSlug}", "hello")
        .replace("{providerId}", "6ba7b810-9dad-11d1-80b4-00c04fd430c8")
        .replace("{slug}", thing("slug"))
        .replace("{ref}", thing("ref"))
        .replace("{userId}", thing("userId"))
        .replace("{ticket}", thing("locks"))
        .replace("{service}", "db")
        .replace("{version}", "20260101000000")
        .replace("{team}", "hidden")
        .replace("{branch}", thing("branches"))
        .replace("{name}", "vault.example.org")
        .replace("{scope}", "organization:" + thing("slug"))
        .replace("{id}", things.getOrDefault(kind, "some-other"));
  }

  private static String thing(String name) {
    return String.valueOf(things.get(name));
  }

  /** A body that would be good, were it the sender's organization. */
  private static String body(String template) {
    ObjectNode body = RickyardClient.object();
    String slug = thing("slug");
    switch (template) {
      case "/v1/projects" -> body.put("name", "mine").put("organization_slug", slug);
      case "/v1/tasks", "/v1/tasks/batch" ->
          body.put("type", "platform.probe").put("organization", slug);
      case "/v1/schedules" -> {
        body.put("name", "mine").put("every", "PT24H");
        body.putObject("task").put("type", "platform.probe").put("organization", slug);
      }
      case "/v1/hooks" -> {
        body.put("name", "mine").put("organization", slug).put("provider", "github");
        body.putObject("rule").put("type", "platform.probe");
      }
      case "/v1/locks" -> body.put("name", "mine").put("organization", slug);
      case "/v1/organizations/{slug}/invitations", "/v1/organizations/{slug}/members/{userId}" ->
          body.put("role", "member");
      case "/v1/organizations/{slug}/teams",
          "/v1/organizations/{slug}/teams/{team}",
          "/v1/projects/{ref}" ->
          body.put("name", "mine");
      case "/v1/organizations/{slug}/teams/{team}/projects/{ref}" -> body.put("role", "developer");
      case "/v1/projects/{ref}/snippets", "/v1/snippets/{id}" ->
          body.put("name", "mine").put("sql", "select 1");
      case "/v1/projects/{ref}/config/auth/signing-keys" -> body.put("algorithm", "ES256");
      case "/v1/projects/{ref}/config/auth/signing-keys/{id}" -> body.put("status", "in_use");
      case "/v1/projects/{ref}/branches" -> body.put("branch_name", "mine");
      case "/v1/projects/{ref}/domains" -> body.put("name", "mine.example.org");
      case "/v1/projects/{ref}/idle-stop" -> body.put("after", "PT1H");
      case "/v1/invitations/look", "/v1/invitations/accept" ->
          body.put("token", "rki_" + "0".repeat(40));
      default -> {}
    }
    return body.toString();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "X-Forwarded-User",
        "X-Remote-User",
        "X-User-Id",
        "Rickyard-Principal",
        "Rickyard-User",
        "X-Authenticated-User",
        "Rickyard-Internal-Token",
        "Proxy-Authorization"
      })
  void identityInAHeaderIsNobodys(String header) throws Exception {
    // given
    String path = "/v1/organizations/" + thing("slug");

    // then
    for (String value : List.of(thing("userId"), "Bearer " + installation.token())) {
      assertThat(send(request("GET", path, null, eve).header(header, value)).statusCode())
          .isEqualTo(404);
      assertThat(send(request("GET", path, null, null).header(header, value)).statusCode())
          .isEqualTo(401);
    }
  }

  @Test
  void twoAuthorizationsAreNotTheStrongerOne() throws Exception {
    // given
    String path = "/v1/organizations/" + thing("slug");

    // when
    var answer =
        send(
            request("GET", path, null, eve)
                .header("Authorization", "Bearer " + installation.token()));

    // then
    assertThat(answer.statusCode()).isIn(400, 401, 404);
  }

  @ParameterizedTest
  @CsvSource({
    "POST,/auth/v1/internal/exchange",
    "POST,/auth/v1/INTERNAL/exchange",
    "POST,/auth/v1/./internal/exchange",
    "POST,/auth/v1/x/%2e%2e/internal/exchange",
    "POST,/auth/v1/%69nternal/exchange",
    "POST,/auth/v1//internal/exchange",
    "POST,/auth/v1/internal/audit/search",
    "POST,/internal/exchange",
    "GET,/rights?organization=acme",
    "POST,/acceptances"
  })
  void insidesAreNotReachedFromOutside(String method, String path) throws Exception {
    // when
    var answer =
        send(
            request(
                method,
                path,
                method.equals("POST") ? "{\"token\":\"" + installation.token() + "\"}" : null,
                eve));

    // then
    assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
    assertThat(answer.body()).doesNotContain("internal_token");
  }

  private static JsonNode post(String token, String path, String body) throws Exception {
    var answer = send(request("POST", path, body, token));
    assertThat(answer.statusCode()).as(path + " " + answer.body()).isBetween(200, 299);
    return json(answer);
  }

  private static JsonNode json(Answer answer) throws IOException {
    return RickyardClient.JSON.readTree(answer.body());
  }

  private static HttpRequest.Builder request(
      String method, String path, @Nullable String body, @Nullable String token) {
    var publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    String type = path.startsWith("/v1/tasks/batch") ? "application/x-ndjson" : "application/json";
    var request =
        HttpRequest.newBuilder(URI.create(installation.url() + path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", type)
            .method(method, publisher);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  /** An answer; of a stream, which never ends, what came within a second. */
  private record Answer(int statusCode, String body) {}

  private static Answer send(HttpRequest.Builder request) throws Exception {
    var response = http.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    boolean endless =
        response.headers().firstValue("Content-Type").orElse("").startsWith("text/event-stream");
    try (InputStream body = response.body()) {
      return new Answer(response.statusCode(), endless ? begun(body) : text(body));
    }
  }

  private static String text(InputStream body) throws IOException {
    return new String(body.readAllBytes(), StandardCharsets.UTF_8);
  }

  private static String begun(InputStream body) throws IOException, InterruptedException {
    var read = new StringBuilder();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(1);
    byte[] buffer = new byte[8192];
    while (System.nanoTime() < end) {
      int available = body.available();
      if (available > 0) {
        int count = body.read(buffer, 0, Math.min(available, buffer.length));
        read.append(new String(buffer, 0, count, StandardCharsets.UTF_8));
      } else {
        TimeUnit.MILLISECONDS.sleep(20);
      }
    }
    return read.toString();
  }
}
