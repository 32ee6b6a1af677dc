package io.rickyard.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.testing.SpanCollector;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * After people have used every kind of secret, rightly and wrongly, none of them stands in plain in
 * what an installation writes: logs, topics, tables, traces, and answers that refuse something.
 */
class SecretsIT {

  private static final Duration LONG = Duration.ofSeconds(60);

  private static final Map<String, String> SECRETS = new LinkedHashMap<>();

  private static final List<String> REFUSALS = new ArrayList<>();

  private static Workspace workspace;
  private static LocalInstallation installation;
  private static SpanCollector collector;
  private static HttpClient http;
  private static String project = "";

  /** Where secrets are looked for. */
  enum Place {
    LOGS,
    TOPICS,
    TABLES,
    TRACES,
    REFUSALS
  }

  @BeforeAll
  static void use() throws Exception {
    workspace = Workspace.create();
    collector = SpanCollector.start();
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start(
        Map.of(
            "OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint(), "OTEL_BSP_SCHEDULE_DELAY", "50"),
        "--no-demo");
    http = HttpClient.newHttpClient();
    SECRETS.put("administrator's token", installation.token());
    SECRETS.put("secret key", installation.announced().path("secret_key").asText());
    people();
    projects();
    wrongly();
  }

  @AfterAll
  static void stop() throws Exception {
    http.close();
    installation.close();
    collector.close();
    workspace.close();
  }

  private static void people() throws Exception {
    var password = secret("password");
    var account =
        object()
            .put("email", "ada@example.org")
            .put("password", password)
            .put("email_confirm", true);
    post("/auth/v1/admin/users", account, SECRETS.get("secret key"));
    var proof = object().put("email", "ada@example.org").put("password", password);
    var session = post("/auth/v1/token?grant_type=password", proof, null);
    keep("access token", session.path("access_token"));
    keep("refresh token", session.path("refresh_token"));
    var next =
        post(
            "/auth/v1/token?grant_type=refresh_token",
            object().put("refresh_token", SECRETS.get("refresh token")),
            null);
    keep("second refresh token", next.path("refresh_token"));
    var factor =
        post(
            "/auth/v1/factors",
            object().put("factor_type", "totp").put("friendly_name", "app"),
            next.path("access_token").asText());
    keep("factor's secret", factor.path("totp").path("secret"));
    post("/auth/v1/otp", object().put("email", "ada@example.org").put("create_user", false), null);
    keep(
        "personal token",
        post("/v1/access-tokens", object().put("name", "ci"), installation.token()).path("token"));
    post("/v1/profile", object(), SECRETS.get("personal token"));
  }

  private static void projects() throws Exception {
    var organization = installation.organization();
    var invitation =
        post(
            "/v1/organizations/" + organization + "/invitations",
            object().put("role", "member"),
            installation.token());
    keep("invitation", invitation.path("token"));
    var hook =
        object().put("organization", organization).put("name", "ci").put("provider", "github");
    hook.putObject("rule").put("type", "platform.probe");
    keep("hook's secret", post("/v1/hooks", hook, installation.token()).path("secret"));
    var wanted = wanted(secret("database password"));
    project = post("/v1/projects", wanted, installation.token()).path("ref").asText();
    await()
        .atMost(LONG)
        .until(
            () -> get("/v1/projects/" + project).path("status").asText(), "ACTIVE_HEALTHY"::equals);
    for (JsonNode key : get("/v1/projects/" + project + "/api-keys?reveal=true")) {
      if (key.path("name").asText().equals("service_role")
          || key.path("type").asText().equals("secret")) {
        keep("project's key " + key.path("id").asText(), key.path("api_key"));
      }
    }
    get("/v1/projects/" + project + "/connection?reveal=true");
    var query = object().put("query", "select '%s' as v".formatted(secret("text in SQL")));
    post("/v1/projects/" + project + "/database/query", query, installation.token());
  }

  /** Each secret where it does not belong, so that something complains about it. */
  private static void wrongly() throws Exception {
    var token = installation.token();
    var query = "/v1/projects/" + project + "/database/query";
    for (String secret : List.copyOf(SECRETS.values())) {
      var proof = object().put("email", "ada@example.org").put("password", secret);
      post("/v1/session", proof, null);
      post("/auth/v1/token?grant_type=password", proof.put("email", secret), null);
      var refresh = object().put("refresh_token", secret + "x");
      post("/auth/v1/token?grant_type=refresh_token", refresh, null);
      post("/auth/v1/verify", object().put("type", "email").put("token_hash", secret), null);
      post("/v1/tasks", object().put("type", "platform.probe"), secret + "x");
      post("/v1/projects", object().put("name", "shop").put("db_pass", secret), token);
      post("/v1/projects", wanted(secret + "\u0000"), token);
      send("POST", "/v1/projects", "{\"name\": \"x\", \"db_pass\": \"" + secret, token);
      post("/v1/invitations/accept", object().put("token", secret + "x"), token);
      post(query, object().put("query", "select * from nowhere where v = '" + secret + "'"), token);
    }
    assertThat(REFUSALS).hasSizeGreaterThan(5 * SECRETS.size());
  }

  private static ObjectNode wanted(String databasePassword) {
    return object()
        .put("name", "shop")
        .put("organization_slug", installation.organization())
        .put("db_pass", databasePassword);
  }

  @ParameterizedTest
  @EnumSource
  void noSecretStandsInPlain(Place place) throws Exception {
    // given
    String text = text(place);

    // then
    assertThat(text).as("what is searched holds what is no secret").contains(known(place));
    SECRETS.forEach((name, secret) -> {
      assertThat(secret).as(name).hasSizeGreaterThan(9);
      assertThat(forms(secret))
          .noneSatisfy(form -> assertThat(text.contains(form)).as(name).isTrue());
    });
  }

  private static String known(Place place) {
    return switch (place) {
      case LOGS -> "service=api-gateway";
      case REFUSALS -> "sql_refused";
      case TOPICS, TABLES, TRACES -> project;
    };
  }

  private static Stream<String> forms(String secret) {
    return Stream.of(secret, URLEncoder.encode(secret, UTF_8)).distinct();
  }

  private static String text(Place place) throws Exception {
    return switch (place) {
      case LOGS -> files("run", "database/log", "projects/" + project + "/log");
      case TOPICS -> files("broker");
      case TABLES -> tables();
      case TRACES -> {
        await().atMost(LONG).until(() -> collector.spans().toString().contains(project));
        yield collector.spans().toString();
      }
      case REFUSALS -> String.join("\n", REFUSALS);
    };
  }

  private static String files(String... directories) throws IOException {
    var all = new StringBuilder();
    for (String directory : directories) {
      try (var files = Files.walk(installation.data().resolve(directory))) {
        for (Path file : files.filter(Files::isRegularFile).toList()) {
          all.append(new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1));
        }
      }
    }
    return all.toString();
  }

  /** Every row of every table of the services. */
  private static String tables() throws IOException, SQLException {
    var all = new StringBuilder();
    try (var database = installation.database();
        var names = database.createStatement();
        var tables =
            names.executeQuery(
                """
                select format('%I.%I', schemaname, tablename) from pg_tables
                 where schemaname not in ('pg_catalog', 'information_schema')
                """)) {
      while (tables.next()) {
        try (var rows = database.createStatement();
            var row =
                rows.executeQuery(
                    "select to_jsonb(t)::text from %s t".formatted(tables.getString(1)))) {
          while (row.next()) {
            all.append(row.getString(1)).append('\n');
          }
        }
      }
    }
    return all.toString();
  }

  private static String secret(String name) {
    byte[] bytes = new byte[12];
    ThreadLocalRandom.current().nextBytes(bytes);
    String secret = "sEcret-" + HexFormat.of().formatHex(bytes);
    SECRETS.put(name, secret);
    return secret;
  }

  private static void keep(String name, JsonNode value) {
    assertThat(value.asText()).as(name).isNotEmpty();
    SECRETS.put(name, value.asText());
  }

  private static ObjectNode object() {
    return RickyardClient.object();
  }

  private static JsonNode get(String path) throws Exception {
    return send("GET", path, null, installation.token());
  }

  private static JsonNode post(String path, JsonNode body, @Nullable String bearer)
      throws Exception {
    return send("POST", path, body.toString(), bearer);
  }

  private static JsonNode send(
      String method, String path, @Nullable String body, @Nullable String bearer) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(installation.url() + path))
            .header("Content-Type", "application/json")
            .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body));
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    var answer = http.send(request.build(), BodyHandlers.ofString());
    if (answer.statusCode() >= 400) {
      REFUSALS.add(answer.headers().map() + "\n" + answer.body());
    }
    return answer.body().isEmpty() ? object() : RickyardClient.JSON.readTree(answer.body());
  }
}
