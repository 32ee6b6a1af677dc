package io.rickyard.systemtests;

import static java.util.Comparator.comparing;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.systemtests.contract.ApiDocument;
import io.rickyard.systemtests.contract.ApiOperation;
import io.rickyard.systemtests.contract.RequestMaker;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every operation of the served description, asked by each kind of caller with what it has to have,
 * with all it may have, and with something wrong: nothing ends in a fault of ours, answers have the
 * form that the description gives them, refusals say why, and nobody sees another organization's
 * things, all of which have a mark in their names. What is wrong is chosen at random; the seed is
 * told, and {@code -Drickyard.walk.seed} repeats it; {@code -Drickyard.walk.wrong} has more of them
 * tried.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ContractWalkIT {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final Duration ANSWER = Duration.ofSeconds(60);

  /** How many wrong requests each caller makes of an operation. */
  private static final int WRONG_ONES = Integer.getInteger("rickyard.walk.wrong", 2);

  /** Stands in the names of all that belongs to the organization that is walked. */
  private static final String OURS = "ourmark";

  /** Stands in the names of all that belongs to the other one. */
  private static final String THEIRS = "canary";

  /**
   * After the first two there would be nobody to go on, and after the others no task would: what
   * waits for one would wait as long as it may, each time.
   */
  private static final Set<String> LEFT_OUT =
      Set.of(
          "DELETE /v1/session",
          "DELETE /v1/access-tokens/current",
          "PUT /v1/pauses/{scope}",
          "PUT /v1/limits/{scope}");

  /** Where an administrator of the installation sees all organizations. */
  private static final Set<String> OF_THE_INSTALLATION =
      Set.of(
          "GET /v1/audit",
          "GET /v1/audit/export",
          "GET /v1/mails",
          "GET /v1/metrics",
          "GET /v1/admin/administrators",
          "GET /v1/limits",
          "GET /v1/queues");

  private final long seed = Long.getLong("rickyard.walk.seed", System.nanoTime());
  private final HttpClient http = HttpClient.newHttpClient();
  private final Map<Who, String> tokens = new EnumMap<>(Who.class);
  private final Map<Who, Set<String>> done = new EnumMap<>(Who.class);

  private @Nullable Workspace workspace;
  private @Nullable LocalInstallation installation;
  private @Nullable ApiDocument document;
  private String slug = "";
  private String ref = "";

  /** The callers, the weakest first: the stronger ones delete what the others look for. */
  enum Who {
    OUTSIDER,
    MEMBER,
    APPLICATION,
    DEVELOPER,
    ADMINISTRATOR,
    OWNER
  }

  @BeforeAll
  void start() throws Exception {
    workspace = Workspace.create();
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start(
        Map.of(
            "RICKYARD_GATEWAY_RATES_ADDRESS", "100000",
            "RICKYARD_GATEWAY_RATES_STRANGER", "100000",
            "RICKYARD_GATEWAY_RATES_SIGN_IN", "100000"));
    slug = installation.organization();
    ref = installation.announced().at("/project/ref").asText();
    document = new ApiDocument(RickyardClient.JSON.readTree(get("/v1/openapi.json", null).body()));
    tokens.put(Who.OWNER, installation.token());
    for (var who : List.of(Who.ADMINISTRATOR, Who.DEVELOPER, Who.MEMBER)) {
      tokens.put(who, member(who.name().toLowerCase(Locale.ROOT)));
    }
    tokens.put(Who.APPLICATION, application());
    tokens.put(Who.OUTSIDER, newcomer(THEIRS + "-outsider"));
    arrangeElsewhere();
  }

  @AfterAll
  void stop() throws Exception {
    http.close();
    if (installation != null) {
      installation.close();
    }
    if (workspace != null) {
      workspace.close();
    }
  }

  @ParameterizedTest
  @Order(1)
  @EnumSource(Who.class)
  void everyAnswerIsOneThatTheDescriptionAllows(Who who) throws Exception {
    // given
    var complaints = new ArrayList<String>();
    var values = arrange(who);

    // when
    var random = new Random(seed ^ who.name().hashCode());
    var requests = new RequestMaker(document(), values, random);
    for (var operation : inOrder()) {
      // Where nothing may be left out the least is the most.
      var asked = new LinkedHashSet<RequestMaker.Made>();
      asked.add(requests.minimal(operation));
      asked.add(requests.maximal(operation));
      var whole = whole(values.getOrDefault("name", OURS)).get(operation.toString());
      if (whole != null) {
        asked.add(new RequestMaker.Made(operation.path(), whole));
      }
      for (int i = 0; i < WRONG_ONES; i++) {
        asked.add(requests.wrong(operation));
      }
      for (var made : asked) {
        complaints.addAll(complaints(who, operation, made));
      }
    }

    // then
    assertThat(complaints).as("-Drickyard.walk.seed=%d", seed).isEmpty();
  }

  /** A walk on which nothing succeeds would find nothing. */
  @Test
  @Order(2)
  void operationsSucceedForWhoMayDoThem() {
    assertThat(done.getOrDefault(Who.OWNER, Set.of())).hasSizeGreaterThan(100);
    assertThat(done.getOrDefault(Who.APPLICATION, Set.of())).hasSizeGreaterThan(12);
    assertThat(done.getOrDefault(Who.MEMBER, Set.of()))
        .contains("GET /v1/projects/{ref}")
        .doesNotContain("POST /v1/projects/{ref}/database/query");
  }

  /** Reading first, deleting last. */
  private List<ApiOperation> inOrder() {
    var order = List.of("GET", "POST", "PUT", "PATCH", "DELETE");
    return document().operations().stream()
        .filter(operation -> !LEFT_OUT.contains(operation.toString()))
        .sorted(comparing(operation -> order.indexOf(operation.method())))
        .toList();
  }

  private List<String> complaints(Who who, ApiOperation operation, RequestMaker.Made made)
      throws Exception {
    var answer = answer(who, operation, made);
    var found = new ArrayList<String>();
    if (answer.status() >= 500) {
      found.add("ends in a fault");
    } else if (answer.status() >= 400) {
      found.addAll(ofRefusal(answer));
    } else {
      found.addAll(ofAnswer(operation, answer));
      done.computeIfAbsent(who, _ -> new TreeSet<>()).add(operation.toString());
    }
    String foreign = who == Who.OUTSIDER ? OURS : THEIRS;
    boolean seesAll = who == Who.OWNER && OF_THE_INSTALLATION.contains(operation.toString());
    if (answer.body().contains(foreign) && !seesAll && !made.path().contains(foreign)) {
      found.add("shows another organization's things");
    }
    return found.stream()
        .map(complaint ->
            "%s: %s %s %s: %s (%d %s)"
                .formatted(
                    who,
                    operation.method(),
                    shortened(made.path()),
                    made.body() == null ? "" : shortened(made.body()),
                    complaint,
                    answer.status(),
                    shortened(answer.body())))
        .toList();
  }

  /** What does not answer for a while, a database that is being restarted, is asked again. */
  private Answer answer(Who who, ApiOperation operation, RequestMaker.Made made) throws Exception {
    var first = send(operation.method(), made.path(), made.body(), tokens.get(who));
    return first.status() != 503
        ? first
        : await()
            .atMost(LONG)
            .until(
                () -> send(operation.method(), made.path(), made.body(), tokens.get(who)),
                answer -> answer.status() != 503);
  }

  private List<String> ofAnswer(ApiOperation operation, Answer answer) {
    if (!operation.answers(answer.status())) {
      return List.of("answers with a status that is not described");
    }
    return answer.json() && !answer.body().isEmpty()
        ? operation
            .answer(answer.status())
            .map(schema -> document().complaints(schema, answer.body()))
            .orElseGet(List::of)
        : List.of();
  }

  /** In the one form or the other, with a code and a sentence. */
  private static List<String> ofRefusal(Answer answer) {
    try {
      JsonNode told = RickyardClient.JSON.readTree(answer.body());
      return told.path("code").asText().isEmpty()
              || told.path("message").asText(told.path("detail").asText()).isEmpty()
          ? List.of("is refused without code and reason")
          : List.of();
    } catch (JsonProcessingException _) {
      return List.of("is refused in no form");
    }
  }

  private static String shortened(String text) {
    return text.length() > 300 ? text.substring(0, 300) + "..." : text;
  }

  // What there is to be asked about.

  /**
   * Makes things of the organization anew, and tells their names by those of parameters. What the
   * outsider makes is the other organization's.
   */
  private Map<String, String> arrange(Who who) throws Exception {
    String owner = installation().token();
    String mark = OURS + "-" + who.name().toLowerCase(Locale.ROOT);
    String own = who == Who.OUTSIDER ? THEIRS : mark;
    var values = new HashMap<String, String>();
    values.put("slug", slug);
    values.put("organization", slug);
    values.put("organization_slug", slug);
    values.put("ref", ref);
    values.put("project", ref);
    values.put("name", own);
    values.put("type", "platform.probe");
    values.put("query", "select 1 as one");
    values.put("email", own + "@example.org");
    values.put("role", "member");
    values.put("profile", "database");
    values.put("provider", "github");
    values.put("every", "PT24H");
    values.put("after", "PT1H");
    values.put("limit", "5");
    values.put("service", "db");
    values.put("services", "db");
    values.put("version", "20260101000000");
    values.put("scope", "organization:" + slug);
    values.put("included_schemas", "public");
    values.put("db_pass", "five-otters-on-1-raft");
    values.put("token", "rki_" + "0".repeat(40));
    values.put(
        "team",
        post(owner, "/v1/organizations/" + slug + "/teams", "{\"name\":\"%s\"}".formatted(mark))
            .path("name")
            .asText());
    values.put("schedules.id", made(owner, "/v1/schedules", schedule(mark, slug)));
    values.put("hooks.id", made(owner, "/v1/hooks", hook(mark, slug)));
    values.put(
        "access-tokens.id", made(owner, "/v1/access-tokens", "{\"name\":\"%s\"}".formatted(mark)));
    values.put("ticket", lock(owner, mark));
    values.put("id", task(owner));
    values.put("userId", userId(newcomer(mark + "-spare")));
    return values;
  }

  private String made(String token, String path, String body) throws Exception {
    return post(token, path, body).path("id").asText();
  }

  private static String schedule(String name, String organization) {
    return "{\"name\":\"%s\",\"every\":\"PT24H\",\"task\":%s}".formatted(name, probe(organization));
  }

  private static String hook(String name, String organization) {
    return "{\"name\":\"%s\",\"organization\":\"%s\",\"provider\":\"github\",\"rule\":{\"type\":\"platform.probe\"}}"
        .formatted(name, organization);
  }

  private static String probe(String organization) {
    return "{\"type\":\"platform.probe\",\"organization\":\"%s\"}".formatted(organization);
  }

  /** Bodies of which the description cannot say all: one member or another, or rules in a tree. */
  private Map<String, String> whole(String name) {
    return Map.of(
        "POST /v1/tasks", probe(slug),
        "POST /v1/schedules", schedule(name, slug),
        "POST /v1/hooks", hook(name, slug));
  }

  private String lock(String token, String name) throws Exception {
    var lock =
        post(token, "/v1/locks", "{\"name\":\"%s\",\"organization\":\"%s\"}".formatted(name, slug));
    return lock.path("ticket").asText(lock.path("id").asText());
  }

  private String task(String token) throws Exception {
    return made(token, "/v1/tasks", probe(slug));
  }

  private void arrangeElsewhere() throws Exception {
    String eve = requireNonNull(tokens.get(Who.OUTSIDER));
    String there =
        post(eve, "/v1/organizations", "{\"name\":\"%s\"}".formatted(THEIRS)).path("id").asText();
    post(eve, "/v1/organizations/" + there + "/teams", "{\"name\":\"%s\"}".formatted(THEIRS));
    post(eve, "/v1/locks", "{\"name\":\"%s\",\"organization\":\"%s\"}".formatted(THEIRS, there));
    post(eve, "/v1/schedules", schedule(THEIRS, there));
    post(eve, "/v1/hooks", hook(THEIRS, there));
    post(eve, "/v1/access-tokens", "{\"name\":\"%s\"}".formatted(THEIRS));
    post(
        eve,
        "/v1/tasks",
        "{\"type\":\"platform.probe\",\"organization\":\"%s\",\"labels\":{\"mark\":\"%s\"}}"
            .formatted(there, THEIRS));
  }

  // Who asks.

  private String newcomer(String name) throws Exception {
    String account =
        "{\"email\":\"%s@example.org\",\"password\":\"a long password of %s\"}"
            .formatted(name, name);
    String key = installation().announced().path("secret_key").asText();
    var made =
        http.send(
            request(
                    "POST",
                    "/auth/v1/admin/users",
                    account.replace("}", ",\"email_confirm\":true}"),
                    key)
                .header("apikey", key)
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(made.statusCode()).as(made.body()).isBetween(200, 299);
    return post(null, "/auth/v1/token?grant_type=password", account).path("access_token").asText();
  }

  private String userId(String token) throws Exception {
    return RickyardClient.JSON.readTree(get("/v1/profile", token).body()).path("id").asText();
  }

  private String member(String role) throws Exception {
    String token = newcomer(OURS + "-" + role);
    var invitation =
        post(
            installation().token(),
            "/v1/organizations/" + slug + "/invitations",
            "{\"role\":\"%s\"}".formatted(role));
    post(
        token,
        "/v1/invitations/accept",
        "{\"token\":\"%s\"}".formatted(invitation.path("token").asText()));
    await().atMost(LONG).until(() -> get("/v1/projects/" + ref, token).status() == 200);
    return token;
  }

  private String application() throws Exception {
    String scopes =
        "[\"*.read@organization:%s\",\"task.create@organization:%s\",\"project.change@project:%s\"]"
            .formatted(slug, slug, ref);
    return post(
            installation().token(),
            "/v1/access-tokens",
            "{\"name\":\"%s-application\",\"scopes\":%s}".formatted(OURS, scopes))
        .path("token")
        .asText();
  }

  // How it is asked.

  private record Answer(int status, String type, String body) {
    boolean json() {
      return type.startsWith("application/json");
    }
  }

  private JsonNode post(@Nullable String token, String path, String body) throws Exception {
    var answer = send("POST", path, body, token);
    assertThat(answer.status()).as(path + " " + answer.body()).isBetween(200, 299);
    return RickyardClient.JSON.readTree(answer.body());
  }

  private Answer get(String path, @Nullable String token) throws Exception {
    return send("GET", path, null, token);
  }

  private Answer send(String method, String path, @Nullable String body, @Nullable String token)
      throws IOException, InterruptedException {
    var response =
        http.send(
            request(method, path, body, token).build(), HttpResponse.BodyHandlers.ofInputStream());
    String type = response.headers().firstValue("Content-Type").orElse("");
    try (InputStream content = response.body()) {
      // A stream has no end; what is in its first piece is enough.
      byte[] read = type.startsWith("text/event-stream") ? new byte[0] : content.readAllBytes();
      return new Answer(response.statusCode(), type, new String(read, StandardCharsets.UTF_8));
    }
  }

  private HttpRequest.Builder request(
      String method, String path, @Nullable String body, @Nullable String token) {
    var publisher =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body);
    var request =
        HttpRequest.newBuilder(URI.create(installation().url() + path))
            .timeout(ANSWER)
            .header(
                "Content-Type",
                path.startsWith("/v1/tasks/batch") ? "application/x-ndjson" : "application/json")
            .method(method, publisher);
    return token == null ? request : request.header("Authorization", "Bearer " + token);
  }

  private LocalInstallation installation() {
    return requireNonNull(installation);
  }

  private ApiDocument document() {
    return requireNonNull(document);
  }
}
