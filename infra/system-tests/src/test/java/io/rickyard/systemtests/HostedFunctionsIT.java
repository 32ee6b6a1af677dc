package io.rickyard.systemtests;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.testing.Eventually;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.awaitility.core.ConditionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Functions, their secrets, and the keys of a project in containers, by the hosted platform's own
 * clients, unmodified. What the service was given is told by its double, which runs no function.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class HostedFunctionsIT {

  private static final String PROJECTS = "projects.example.test";
  private static final String HELLO =
      "import { word } from '../_shared/word.ts'\nDeno.serve(() => new Response(word))\n";
  private static final String WORD = "export const word = 'otter'\n";

  private static @Nullable ContainerInstallation installation;
  private static @Nullable HostedCli cli;
  private static @Nullable Path node;
  private static @Nullable Path directory;
  private static String ref = "";

  @BeforeAll
  static void start() throws Exception {
    ContainerInstallation.need();
    HostedClients.need();
    var workspace = Workspace.create();
    var clients = HostedClients.in(workspace, "functions.mjs", "signing.mjs");
    node = clients.node();
    directory = clients.directory();
    installation =
        ContainerInstallation.in(
            workspace,
            Map.of(
                "RICKYARD_RUNTIME_DOCKER_RELEASE",
                "2026.08-kong",
                "RICKYARD_GATEWAY_PROJECTS_DOMAIN",
                PROJECTS));
    installation().start();
    ref = installation().healthyProject("standard");
    cli = HostedCli.of(directory(), installation().local());
    write("supabase/config.toml", "project_id = \"moved\"\n");
    write("supabase/functions/hello/index.ts", HELLO);
    write("supabase/functions/_shared/word.ts", WORD);
    write("supabase/functions/bye/index.ts", "Deno.serve(() => new Response('bye'))\n");
  }

  @AfterAll
  static void stop() throws Exception {
    if (installation != null) {
      installation.close();
    }
  }

  private static void write(String path, String content) throws IOException {
    var file = directory().resolve(path);
    Files.createDirectories(requireNonNull(file.getParent()));
    Files.writeString(file, content);
  }

  private static String digest(String content) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(content.getBytes(UTF_8)));
  }

  /** What a request to the project is answered. */
  private record Answer(int status, String body) {
    JsonNode json() throws IOException {
      return RickyardClient.JSON.readTree(body);
    }
  }

  private static Answer ask(String path, String... headers) throws Exception {
    return curl(path, Stream.of(headers).flatMap(header -> Stream.of("--header", header)).toList());
  }

  private static Answer curl(String path, List<String> options) throws Exception {
    var port = installation().local().port();
    var host = ref + "." + PROJECTS;
    var command =
        new ArrayList<>(
            List.of(
                "curl",
                "--silent",
                "--show-error",
                "--resolve",
                "%s:%d:127.0.0.1".formatted(host, port),
                "--write-out",
                "\n%{http_code}"));
    command.addAll(options);
    command.add("http://%s:%d%s".formatted(host, port, path));
    var said = Programs.run(command.toArray(String[]::new)).stripTrailing();
    int end = said.lastIndexOf('\n');
    return new Answer(Integer.parseInt(said.substring(end + 1)), said.substring(0, end));
  }

  /** What the service tells of a function to who has a key of the project. */
  private static JsonNode function(String slug) throws Exception {
    return ask("/functions/v1/" + slug, "apikey: " + installation().key(ref, "default"))
        .json()
        .path("function");
  }

  /** For what takes the engine seconds: looks often enough, and leaves the machine to it. */
  private static ConditionFactory patiently() {
    return Eventually.within(Duration.ofMinutes(3))
        .pollInterval(Duration.ofMillis(500))
        .ignoreExceptions();
  }

  @Test
  @Order(1)
  void cliDeploysAFunctionThatTheServiceThenHas() throws Exception {
    // when
    var deployed =
        cli().run("functions", "deploy", "hello", "--use-api", "--yes", "--remote=" + ref);
    var listed = cli().run("functions", "list", "--remote=" + ref, "--output", "json");

    // then
    assertThat(deployed.status()).as(deployed.output()).isZero();
    assertThat(listed.output()).contains("\"slug\": \"hello\"", "\"version\": 1");
    patiently()
        .untilAsserted(() -> {
          assertThat(function("hello").path("entrypoint").asText())
              .isEqualTo("supabase/functions/hello/index.ts");
          assertThat(function("hello").at("/files").toString())
              .contains(digest(HELLO), digest(WORD));
        });
    assertThat(ask("/functions/v1/hello").status()).isEqualTo(401);
  }

  @Test
  @Order(2)
  void cliDeploysSeveralFunctionsAtOnce() throws Exception {
    // when
    var deployed =
        cli()
            .run(
                "functions",
                "deploy",
                "hello",
                "bye",
                "--use-api",
                "--no-verify-jwt",
                "--yes",
                "--remote=" + ref);

    // then
    assertThat(deployed.status()).as(deployed.output()).isZero();
    patiently().until(() -> ask("/functions/v1/bye").json().path("function").isObject());
    patiently().until(() -> ask("/functions/v1/hello").json().path("function").isObject());
    assertThat(cli().run("functions", "list", "--remote=" + ref).output()).contains("hello", "bye");
  }

  @Test
  @Order(3)
  void cliSetsSecretsThatFunctionsFindInTheirEnvironment() throws Exception {
    // when
    var set = cli().run("secrets", "set", "OTTERS=five", "--yes", "--remote=" + ref);
    var listed = cli().run("secrets", "list", "--remote=" + ref);

    // then
    assertThat(set.status()).as(set.output()).isZero();
    assertThat(listed.output()).contains("OTTERS", digest("five"));
    patiently()
        .until(() -> function("hello").at("/environment/OTTERS").asText().equals(digest("five")));

    // when
    var unset = cli().run("secrets", "unset", "OTTERS", "--yes", "--remote=" + ref);

    // then
    assertThat(unset.status()).as(unset.output()).isZero();
    assertThat(cli().run("secrets", "list", "--remote=" + ref).output()).doesNotContain("OTTERS");
    patiently()
        .until(() ->
            function("hello").isObject()
                && function("hello").at("/environment/OTTERS").isMissingNode());
  }

  @Test
  @Order(4)
  void cliDownloadsWhatWasDeployed() throws Exception {
    // given
    var source = directory().resolve("supabase/functions/hello/index.ts");
    Files.writeString(source, "changed since");

    // when
    var downloaded =
        cli().run("functions", "download", "hello", "--use-api", "--yes", "--remote=" + ref);

    // then
    assertThat(downloaded.status()).as(downloaded.output()).isZero();
    assertThat(source).hasContent(HELLO);
    assertThat(directory().resolve("supabase/functions/_shared/word.ts")).hasContent(WORD);
  }

  @Test
  @Order(5)
  void mcpServersToolsForFunctionsWork() throws Exception {
    // given
    makeBucket();

    // when
    var steps =
        NodeSteps.run(
            directory(),
            requireNonNull(node),
            "functions.mjs",
            installation().local(),
            Map.of("PROJECT", ref));

    // then
    assertThat(steps.values())
        .allSatisfy(
            step -> assertThat(step.path("failed").asBoolean()).as(step.toString()).isFalse());
    assertThat(text(steps, "deploy")).contains("\"version\":1");
    assertThat(text(steps, "deploy again")).contains("\"version\":2");
    assertThat(text(steps, "list")).contains("assisted", "hello", "bye");
    assertThat(text(steps, "get"))
        .contains("\"entrypoint_path\":\"index.ts\"", "\"name\":\"index.ts\"", "beaver")
        .doesNotContain("otter");
    assertThat(text(steps, "keys")).contains("sb_publishable_");
    assertThat(text(steps, "buckets")).contains("avatars");
    patiently().until(() -> function("assisted").path("entrypoint").asText().equals("index.ts"));
  }

  private static void makeBucket() throws Exception {
    curl(
        "/storage/v1/bucket",
        List.of(
            "--header",
            "Authorization: Bearer " + installation().key(ref, "service_role"),
            "--data",
            "{\"name\": \"avatars\", \"public\": true}"));
  }

  private static String text(Map<String, JsonNode> steps, String name) {
    return requireNonNull(steps.get(name), name).path("text").asText();
  }

  @Test
  @Order(6)
  void aDeletedKeyOpensNothingAndANewOneDoes() throws Exception {
    // given
    JsonNode made;
    try (var client = installation().local().client()) {
      made =
          client
              .post(
                  keys().query("reveal", "true"),
                  RickyardClient.object().put("type", "secret").put("name", "cron_jobs"))
              .body();
    }
    var key = made.path("api_key").asText();
    patiently().until(() -> status(key) == 200);

    // when
    try (var client = installation().local().client()) {
      client.delete(keys().segment(made.path("id").asText()));
    }

    // then
    patiently().until(() -> status(key) == 401);
    assertThat(status(installation().key(ref, "default"))).isEqualTo(200);
    assertThat(
            StreamSupport.stream(installation().get(keys()).spliterator(), false)
                .map(one -> one.path("name").asText()))
        .doesNotContain("cron_jobs");
  }

  @Test
  @Order(6)
  void aKeyThatIsAskedForTwiceAsTheSameIsMadeOnce() throws Exception {
    // given
    var wanted = RickyardClient.object().put("type", "secret").put("name", "asked_twice");
    JsonNode made;
    JsonNode again;

    // when
    try (var client = installation().local().client()) {
      made = client.post(keys().query("reveal", "true"), wanted, "the-same").body();
      again = client.post(keys().query("reveal", "true"), wanted, "the-same").body();
    }

    // then
    assertThat(made.path("api_key").asText()).startsWith("sb_secret_");
    assertThat(again).isEqualTo(made);
    assertThat(
            StreamSupport.stream(installation().get(keys()).spliterator(), false)
                .map(one -> one.path("name").asText()))
        .containsOnlyOnce("asked_twice");
  }

  private static io.rickyard.cli.api.Path keys() {
    return ContainerInstallation.project(ref).segment("api-keys");
  }

  @Test
  @Order(7)
  void signedKeysOpenNothingWhileTheyAreDisabled() throws Exception {
    // given
    var anon = installation().key(ref, "anon");
    assertThat(status(anon)).isEqualTo(200);

    // when
    enableLegacy(false);

    // then
    patiently().until(() -> status(anon) == 401);
    assertThat(ask("/storage/v1/bucket", "Authorization: Bearer " + anon).status()).isEqualTo(401);
    assertThat(status(installation().key(ref, "default"))).isEqualTo(200);

    // when
    enableLegacy(true);

    // then
    patiently().until(() -> status(anon) == 200);
  }

  private static void enableLegacy(boolean enabled) throws IOException, InterruptedException {
    Programs.run(
        "curl",
        "--silent",
        "--show-error",
        "--fail",
        "--request",
        "PUT",
        "--header",
        "Authorization: Bearer " + installation().local().token(),
        "%s/v1/projects/%s/api-keys/legacy?enabled=%s"
            .formatted(installation().local().url(), ref, enabled));
  }

  private static int status(String key) throws Exception {
    return ask("/rest/v1/things", "apikey: " + key).status();
  }

  @Test
  @Order(8)
  void whatWasDeployedOutlivesContainersAndAPause() throws Exception {
    // given
    patiently().until(() -> function("hello").isObject());
    var container = ContainerInstallation.container(ref, "functions");

    // when
    Programs.run("docker", "rm", "--force", container);

    // then
    patiently().until(() -> function("hello").isObject());

    // when
    installation().cli("projects", "pause", ref, "--watch");
    var refused = cli().run("secrets", "set", "OTTERS=six", "--yes", "--remote=" + ref);
    installation().cli("projects", "resume", ref, "--watch");

    // then
    assertThat(refused.status()).isNotZero();
    assertThat(refused.output()).contains("paused");
    patiently().until(() -> function("hello").isObject());
  }

  @Test
  @Order(9)
  void aDeletedFunctionIsGone() throws Exception {
    // when
    var deleted = cli().run("functions", "delete", "hello", "--yes", "--remote=" + ref);
    var again = cli().run("functions", "delete", "hello", "--yes", "--remote=" + ref);

    // then
    assertThat(deleted.status()).as(deleted.output()).isZero();
    assertThat(again.status()).isNotZero();
    patiently()
        .until(
            () ->
                ask("/functions/v1/hello", "apikey: " + installation().key(ref, "default"))
                        .json()
                        .path("function")
                    instanceof ObjectNode,
            is -> !is);
  }

  /** Tokens of each key at all services, while the clients rotate and revoke. */
  @Test
  @Order(10)
  void signingKeysAreRotatedAndRevokedAndServicesTakeTokensAccordingly() throws Exception {
    // given
    var generated = cli().run("gen", "signing-key", "--algorithm", "ES256");
    var brought = RickyardClient.JSON.readTree(generated.result());
    var first = brought.path("kid").asText();

    // when
    var told =
        NodeSteps.run(
            directory(),
            requireNonNull(node),
            "signing.mjs",
            installation().local(),
            Map.of(
                "PROJECT",
                ref,
                "PROJECT_HOST",
                ref + "." + PROJECTS,
                "BROUGHT_KEY",
                brought.toString(),
                "JWT_SECRET",
                Programs.run(
                        "docker",
                        "exec",
                        ContainerInstallation.container(ref, "auth"),
                        "printenv",
                        "GOTRUE_JWT_SECRET")
                    .strip(),
                "OPAQUE_KEY",
                installation().key(ref, "default")));

    // then
    assertData(told, "legacy", "/data/status", "in_use");
    assertThat(step(told, "legacy again").path("status").asInt()).isEqualTo(201);
    assertData(told, "create", "/data/id", first);
    assertData(told, "create", "/data/status", "standby");
    assertThat(step(told, "create").toString()).doesNotContain(brought.path("d").asText());
    assertTaken(step(told, "waiting"), "first", false);
    assertTaken(step(told, "waiting"), "legacy", true);
    assertThat(step(told, "waiting").path("published")).hasToString("[\"%s\"]".formatted(first));
    assertData(told, "rotate", "/data/status", "in_use");
    assertThat(statuses(step(told, "rotated keys"))).containsExactly("previously_used", "in_use");
    assertTaken(step(told, "rotated"), "first", true);
    assertTaken(step(told, "rotated"), "legacy", true);
    assertThat(step(told, "rotated").path("signs").asText()).isEqualTo(first);
    assertThat(step(told, "revoke too early").path("error").asText())
        .contains("disable them first");
    assertData(told, "revoke legacy", "/data/status", "revoked");
    assertTaken(step(told, "legacy revoked"), "first", true);
    assertTaken(step(told, "legacy revoked"), "legacy", false);
    assertThat(step(told, "enable too early").path("error").asText()).contains("revoked");
    assertData(told, "create second", "/data/status", "in_use");
    assertThat(step(told, "delete too early").path("error").asText()).contains("revoke it first");
    assertTaken(step(told, "first revoked"), "first", false);
    var second = step(told, "create second").at("/data/id").asText();
    assertThat(step(told, "first revoked").path("signs").asText()).isEqualTo(second);
    assertThat(step(told, "first revoked").path("published"))
        .hasToString("[\"%s\"]".formatted(second));
    assertThat(statuses(step(told, "keys"))).containsExactly("revoked", "in_use");
    assertData(told, "second", "/data/public_jwk/kid", second);
    for (var seen : List.of("waiting", "rotated", "legacy revoked", "first revoked")) {
      assertThat(step(told, seen).path("opaque").asText()).as(seen).isEqualTo("anon");
      assertThat(step(told, seen).path("secrets").asBoolean()).as(seen).isFalse();
    }
  }

  private static JsonNode step(Map<String, JsonNode> told, String name) {
    return requireNonNull(told.get(name), name);
  }

  /** What the answer to a step has at a place; else the step is shown with its complaint. */
  private static void assertData(
      Map<String, JsonNode> told, String name, String place, String value) {
    assertThat(step(told, name).at(place).asText()).as("%s", step(told, name)).isEqualTo(value);
  }

  private static List<String> statuses(JsonNode step) {
    return StreamSupport.stream(step.at("/data/keys").spliterator(), false)
        .map(key -> key.path("status").asText())
        .toList();
  }

  /** Whether every service takes a token, as that of a user who has signed in. */
  private static void assertTaken(JsonNode step, String token, boolean taken) {
    var answers = step.path(token);
    assertThat(answers).as(step.toString()).hasSize(5);
    assertThat(answers)
        .as(step.toString())
        .allMatch(
            answer -> taken ? answer.asText().equals("authenticated") : answer.asInt() == 401);
  }

  private static ContainerInstallation installation() {
    return requireNonNull(installation);
  }

  private static HostedCli cli() {
    return requireNonNull(cli);
  }

  private static Path directory() {
    return requireNonNull(directory);
  }
}
