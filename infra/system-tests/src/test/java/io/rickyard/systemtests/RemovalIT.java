package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What is taken from somebody is gone within a second, wherever it was in use: on streams that are
 * open, with tokens that are known, and for tasks that wait.
 */
class RemovalIT {

  /** The second, with another for a machine that does other things at the same time. */
  private static final Duration SOON = Duration.ofSeconds(2);

  /** A project's database is made and seen to work. */
  private static final Duration MADE = Duration.ofMinutes(2);

  private static Workspace workspace;
  private static LocalInstallation installation;
  private static HttpClient http;
  private static String project = "";
  private static int people;

  private Person eve;

  @BeforeAll
  static void start() throws Exception {
    workspace = Workspace.create();
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start("--no-demo");
    http = HttpClient.newHttpClient();
    project =
        good(
                "POST",
                "/v1/projects",
                "{\"name\":\"vault\",\"organization_slug\":\"%s\"}".formatted(slug()))
            .path("ref")
            .asText();
  }

  @AfterAll
  static void stop() throws Exception {
    http.close();
    installation.close();
    workspace.close();
  }

  @BeforeEach
  void join() throws Exception {
    eve = newcomer();
  }

  @AfterEach
  void goOn() throws Exception {
    send("DELETE", pause(), null, installation.token());
  }

  /** Somebody with an account and a session. */
  private record Person(String id, String token) {}

  private static Person newcomer() throws Exception {
    String email = "eve-%d@example.org".formatted(++people);
    String password = "a long password of " + email;
    String account = "{\"email\":\"%s\",\"password\":\"%s\"}".formatted(email, password);
    String key = installation.announced().path("secret_key").asText();
    var made =
        http.send(
            request(
                    "POST",
                    "/auth/v1/admin/users",
                    account.replace("}", ",\"email_confirm\":true}"),
                    key)
                .header("apikey", key)
                .build(),
            BodyHandlers.ofString());
    String token =
        json(send("POST", "/auth/v1/token?grant_type=password", account, null))
            .path("access_token")
            .asText();
    return new Person(json(made).path("id").asText(), token);
  }

  private void member(String role) throws Exception {
    String link =
        good("POST", "/v1/organizations/" + slug() + "/invitations", "{\"role\":\"" + role + "\"}")
            .path("token")
            .asText();
    var accepted =
        send("POST", "/v1/invitations/accept", "{\"token\":\"" + link + "\"}", eve.token());
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(200);
  }

  private void inATeam() throws Exception {
    member("member");
    String teams = "/v1/organizations/" + slug() + "/teams";
    good("POST", teams, "{\"name\":\"%s\"}".formatted(team()));
    good("PUT", teams + "/" + team() + "/members/" + eve.id(), "{}");
    good("PUT", teams + "/" + team() + "/projects/" + project, "{\"role\":\"developer\"}");
  }

  private String team() {
    return "team-" + people;
  }

  private static String slug() {
    return installation.organization();
  }

  private static String pause() {
    return "/v1/pauses/queue:normal";
  }

  private static String probe(String where, String what) {
    return "{\"type\":\"platform.probe\",\"%s\":\"%s\"}".formatted(where, what);
  }

  private static String submitted(String token, String where, String what) throws Exception {
    var answer = send("POST", "/v1/tasks", probe(where, what), token);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    return json(answer).path("id").asText();
  }

  private static JsonNode task(String id) throws Exception {
    return json(send("GET", "/v1/tasks/" + id, null, installation.token()));
  }

  @Test
  void removedMembersOpenStreamShowsNothingMore() throws Exception {
    // given
    member("developer");
    try (var theirs = new Watching("/v1/events", eve.token());
        var ours = new Watching("/v1/events", installation.token())) {
      String before = submitted(installation.token(), "organization", slug());
      Eventually.asserted(() -> assertThat(theirs.text()).contains(before));

      // when
      good("DELETE", "/v1/organizations/" + slug() + "/members/" + eve.id(), null);
      long removed = System.nanoTime();

      // then
      String last = "";
      while (last.isEmpty() || System.nanoTime() - removed < SOON.toNanos()) {
        String id = submitted(installation.token(), "organization", slug());
        Eventually.asserted(() -> assertThat(ours.text()).contains(id));
        last = id;
      }
      String after = submitted(installation.token(), "organization", slug());
      Eventually.asserted(() -> assertThat(ours.text()).contains(after));
      assertThat(theirs.text()).doesNotContain(after);
      assertThat(send("GET", "/v1/organizations/" + slug(), null, eve.token()).statusCode())
          .isEqualTo(404);
    }
  }

  @Test
  void waitingTaskOfARemovedMemberIsRefusedAtItsTurn() throws Exception {
    // given
    member("developer");
    good("PUT", pause(), "{\"reason\":\"a test\"}");
    String waits = submitted(eve.token(), "organization", slug());

    // when
    good("DELETE", "/v1/organizations/" + slug() + "/members/" + eve.id(), null);
    good("DELETE", pause(), null);

    // then
    Eventually.asserted(
        () -> assertThat(task(waits).at("/error/code").asText()).isEqualTo("right_lost"));
    assertThat(task(waits).path("state").asText()).isEqualTo("failed");
  }

  @Test
  void waitingTaskAndKeysOfWhoLeftATeamAreRefused() throws Exception {
    // given
    inATeam();
    String keys = "/v1/projects/" + project + "/api-keys?reveal=true";
    Eventually.within(MADE)
        .untilAsserted(
            () -> assertThat(send("GET", keys, null, eve.token()).statusCode()).isEqualTo(200));
    String runs = submitted(eve.token(), "project", project);
    Eventually.asserted(() -> assertThat(task(runs).path("state").asText()).isEqualTo("succeeded"));
    good("PUT", pause(), "{\"reason\":\"a test\"}");
    String waits = submitted(eve.token(), "project", project);

    // when
    good(
        "DELETE",
        "/v1/organizations/" + slug() + "/teams/" + team() + "/members/" + eve.id(),
        null);

    // then
    // Each until its first refusal, so that all of them stand alone in the audit.
    Eventually.within(SOON)
        .untilAsserted(() ->
            assertThat(
                    send("POST", "/v1/tasks", probe("project", project), eve.token()).statusCode())
                .isEqualTo(403));
    Eventually.within(SOON)
        .untilAsserted(
            () -> assertThat(send("GET", keys, null, eve.token()).statusCode()).isEqualTo(403));
    assertThat(
            send("PATCH", "/v1/projects/" + project, "{\"name\":\"mine\"}", eve.token())
                .statusCode())
        .isEqualTo(403);
    good("DELETE", pause(), null);
    Eventually.asserted(
        () -> assertThat(task(waits).at("/error/code").asText()).isEqualTo("right_lost"));
    refusedInTheAudit(
        "/v1/projects/" + project + "/api-keys", "/v1/tasks", "/v1/projects/" + project);
  }

  /** What the worker, the gateway and org-service refused, in the organization's audit. */
  private void refusedInTheAudit(String... paths) {
    Eventually.asserted(() -> {
      var found =
          good(
              "GET",
              "/v1/organizations/" + slug() + "/audit?action=request.refuse&actor=" + eve.id(),
              null);
      assertThat(found.path("data"))
          .extracting(record -> record.path("target").asText())
          .contains(paths);
      assertThat(found.path("data"))
          .allSatisfy(record -> assertThat(record.path("outcome").asText()).isEqualTo("refused"));
    });
  }

  @Test
  void streamsOfAnEndedSessionEndWithIt() throws Exception {
    // given
    member("developer");
    good("PUT", pause(), "{\"reason\":\"a test\"}");
    String waits = submitted(eve.token(), "organization", slug());
    Eventually.asserted(() -> assertThat(task(waits).path("id").asText()).isEqualTo(waits));
    try (var events = new Watching("/v1/events", eve.token());
        var log = new Watching("/v1/tasks/" + waits + "/log", eve.token())) {
      Eventually.asserted(() -> {
        assertThat(events.text()).contains(waits);
        assertThat(log.text()).isNotEmpty();
      });
      assertThat(log.hasEnded()).isFalse();

      // when
      var left = send("POST", "/auth/v1/logout", "{}", eve.token());

      // then
      assertThat(left.statusCode()).as(left.body()).isEqualTo(204);
      Eventually.within(SOON)
          .untilAsserted(() -> {
            assertThat(events.hasEnded()).isTrue();
            assertThat(log.hasEnded()).isTrue();
            assertThat(send("GET", "/v1/organizations", null, eve.token()).statusCode())
                .isEqualTo(401);
          });
    }
  }

  @Test
  void streamsOfARevokedTokenEndWithItAndThoseOfItsHolderGoOn() throws Exception {
    // given
    member("developer");
    var made = json(send("POST", "/v1/access-tokens", "{\"name\":\"ci\"}", eve.token()));
    String token = made.path("token").asText();
    try (var events = new Watching("/v1/events", token);
        var others = new Watching("/v1/events", eve.token())) {
      Eventually.asserted(() -> {
        assertThat(events.text()).isNotEmpty();
        assertThat(others.text()).isNotEmpty();
      });

      // when
      var revoked =
          send("DELETE", "/v1/access-tokens/" + made.path("id").asText(), null, eve.token());

      // then
      assertThat(revoked.statusCode()).as(revoked.body()).isBetween(200, 204);
      Eventually.within(SOON)
          .untilAsserted(() -> {
            assertThat(events.hasEnded()).isTrue();
            assertThat(send("GET", "/v1/organizations", null, token).statusCode()).isEqualTo(401);
          });
      assertThat(others.hasEnded()).isFalse();
    }
  }

  @Test
  void webhookActsWithinItsTokenAndNotOnceThatIsRevoked() throws Exception {
    // given
    member("developer");
    String token = limited("task.create@organization:" + slug());
    var hook = json(send("POST", "/v1/hooks", hook("theirs", token), eve.token()));
    var narrow = json(send("POST", "/v1/hooks", hook("narrow", limited("task.read")), eve.token()));
    var foreign = send("POST", "/v1/hooks", hook("theirs", token), installation.token());
    var accepted = delivered(hook, "1");
    var outside = delivered(narrow, "2");

    // when
    var revoked = send("DELETE", "/v1/access-tokens/" + token, null, eve.token());

    // then
    assertThat(foreign.statusCode()).as(foreign.body()).isEqualTo(404);
    assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
    assertThat(outside.statusCode()).as(outside.body()).isEqualTo(403);
    assertThat(revoked.statusCode()).isEqualTo(204);
    Eventually.within(SOON).untilAsserted(() -> assertThat(state(hook)).isEqualTo("revoked"));
    assertThat(state(narrow)).isEqualTo("valid");
    var refused = delivered(hook, "3");
    assertThat(refused.statusCode()).as(refused.body()).isEqualTo(403);
    Eventually.asserted(() ->
        assertThat(
                good("GET", "/v1/organizations/" + slug() + "/audit?action=delivery.refuse", null)
                    .path("data"))
            .extracting(
                record -> record.path("target").asText() + " " + record.path("detail").asText())
            .contains(
                hook.path("id").asText() + " token_revoked",
                narrow.path("id").asText() + " out_of_scope"));
  }

  /** The id of a new token of hers. */
  private String limited(String scope) throws Exception {
    var made =
        send(
            "POST",
            "/v1/access-tokens",
            "{\"name\":\"ci\",\"scopes\":[\"%s\"]}".formatted(scope),
            eve.token());
    assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
    return json(made).path("id").asText();
  }

  private static String hook(String name, String token) {
    return """
    {"organization": "%s", "name": "%s", "provider": "gitlab", "token": "%s",
     "rule": {"type": "platform.probe"}}
    """
        .formatted(slug(), name, token);
  }

  private static HttpResponse<String> delivered(JsonNode hook, String id) throws Exception {
    return http.send(
        HttpRequest.newBuilder(installation.url().resolve("/hooks/v1/" + hook.path("id").asText()))
            .header("content-type", "application/json")
            .header("x-gitlab-token", hook.path("secret").asText())
            .header("x-gitlab-event", "Push Hook")
            .header("x-gitlab-event-uuid", id)
            .POST(
                BodyPublishers.ofString(
                    "{\"object_kind\":\"push\",\"after\":\"%s\"}".formatted(id)))
            .build(),
        BodyHandlers.ofString());
  }

  private static String state(JsonNode hook) throws Exception {
    for (var listed : good("GET", "/v1/hooks?organization=" + slug(), null).path("data")) {
      if (listed.path("id").equals(hook.path("id"))) {
        return listed.path("token_state").asText();
      }
    }
    throw new AssertionError("The hook is not listed");
  }

  @Test
  void deletedAccountLeavesItsOrganizationsAndItsWaitingTasksAreRefused() throws Exception {
    // given
    member("administrator");
    String link =
        json(send(
                "POST",
                "/v1/organizations/" + slug() + "/invitations",
                "{\"role\":\"member\"}",
                eve.token()))
            .path("token")
            .asText();
    good("PUT", pause(), "{\"reason\":\"a test\"}");
    String waits = submitted(eve.token(), "organization", slug());
    String key = installation.announced().path("secret_key").asText();
    try (var events = new Watching("/v1/events", eve.token())) {
      Eventually.asserted(() -> assertThat(events.text()).isNotEmpty());

      // when
      var deleted =
          http.send(
              request("DELETE", "/auth/v1/admin/users/" + eve.id(), null, key)
                  .header("apikey", key)
                  .build(),
              BodyHandlers.ofString());

      // then
      assertThat(deleted.statusCode()).as(deleted.body()).isEqualTo(200);
      Eventually.within(SOON)
          .untilAsserted(() -> {
            assertThat(events.hasEnded()).isTrue();
            assertThat(good("GET", "/v1/organizations/" + slug() + "/members", null).toString())
                .doesNotContain(eve.id());
          });
    }
    good("DELETE", pause(), null);
    Eventually.asserted(
        () -> assertThat(task(waits).at("/error/code").asText()).isEqualTo("right_lost"));
    var next = newcomer();
    assertThat(
            send("POST", "/v1/invitations/accept", "{\"token\":\"" + link + "\"}", next.token())
                .statusCode())
        .isEqualTo(404);
  }

  /** A stream of events that somebody reads, until it ends or is left. */
  private static final class Watching implements AutoCloseable {

    private final List<String> lines = new CopyOnWriteArrayList<>();
    private final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final HttpResponse<java.io.InputStream> response;

    Watching(String path, String token) throws IOException, InterruptedException {
      response =
          http.send(
              request("GET", path, null, token).header("Accept", "text/event-stream").build(),
              BodyHandlers.ofInputStream());
      assertThat(response.statusCode()).isEqualTo(200);
      Thread.startVirtualThread(this::read);
    }

    private void read() {
      try (var reader =
          new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
        for (String line = reader.readLine(); line != null; line = reader.readLine()) {
          lines.add(line);
        }
        ended.complete(null);
      } catch (IOException e) {
        ended.completeExceptionally(e);
      }
    }

    String text() {
      return String.join("\n", lines);
    }

    boolean hasEnded() {
      return ended.isDone();
    }

    @Override
    public void close() throws IOException {
      response.body().close();
    }
  }

  private static JsonNode good(String method, String path, @Nullable String body) throws Exception {
    var answer = send(method, path, body, installation.token());
    assertThat(answer.statusCode()).as(path + " " + answer.body()).isBetween(200, 299);
    return json(answer);
  }

  private static JsonNode json(HttpResponse<String> answer) throws IOException {
    return RickyardClient.JSON.readTree(answer.body());
  }

  private static HttpResponse<String> send(
      String method, String path, @Nullable String body, @Nullable String token)
      throws IOException, InterruptedException {
    return http.send(request(method, path, body, token).build(), BodyHandlers.ofString());
  }

  private static HttpRequest.Builder request(
      String method, String path, @Nullable String body, @Nullable String token) {
    var publisher = body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body);
    var request =
        HttpRequest.newBuilder(URI.create(installation.url() + path))
            .timeout(Duration.ofSeconds(20))
            .header("Content-Type", "application/json")
            .method(method, publisher);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }
}
