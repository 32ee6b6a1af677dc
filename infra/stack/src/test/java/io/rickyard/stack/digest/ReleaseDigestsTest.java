package io.rickyard.stack.digest;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a registry says is written into releases, and nothing else is. */
class ReleaseDigestsTest {

  private static final String RELEASE =
      """
      {
        "name": "2026.08-test",
        "services": {
          "db": {"blueprint": "db", "image": {"repository": "shop/postgres", "tag": "17.6"}},
          "rest": {"blueprint": "rest", "image": {"repository": "rest", "tag": "v14"}}
        }
      }
      """;
  private static final String BASIC = "Basic cmVhZGVyOnNlY3JldA=="; // reader:secret

  private final Map<String, String> manifests = new HashMap<>();
  private final List<String> asked = new ArrayList<>();
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private HttpServer server;
  private Path release;
  private String lie = "";
  private boolean tokens;

  @BeforeEach
  void start(@TempDir Path directory) throws IOException {
    release = directory.resolve("2026.08-test.json");
    Files.writeString(release, RELEASE);
    manifests.put("mirror/shop/postgres/manifests/17.6", "{\"of\": \"the database\"}");
    manifests.put("mirror/rest/manifests/v14", "{\"of\": \"rest\"}");
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/v2/", this::manifest);
    server.createContext("/token", this::token);
    server.start();
  }

  @AfterEach
  void stop() {
    server.stop(0);
  }

  private String address() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private void manifest(HttpExchange exchange) throws IOException {
    var path = exchange.getRequestURI().getPath().substring("/v2/".length());
    var login = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    asked.add(path + " " + login);
    if (!login.equals(tokens ? "Bearer for-" + path : BASIC)) {
      exchange
          .getResponseHeaders()
          .add(
              "WWW-Authenticate",
              tokens
                  ? "Bearer realm=\"%s/token\",service=\"test\",scope=\"%s\""
                      .formatted(address(), path)
                  : "Basic realm=\"test\"");
      answer(exchange, 401, "");
      return;
    }
    var manifest = manifests.get(path);
    if (manifest == null) {
      answer(exchange, 404, "");
      return;
    }
    exchange
        .getResponseHeaders()
        .add("Docker-Content-Digest", lie.isEmpty() ? digest(manifest) : lie);
    answer(exchange, 200, manifest);
  }

  private void token(HttpExchange exchange) throws IOException {
    var login = String.valueOf(exchange.getRequestHeaders().getFirst("Authorization"));
    var query = exchange.getRequestURI().getQuery();
    asked.add("token " + query + " " + login);
    var scope = query.substring(query.indexOf("scope=") + "scope=".length());
    answer(
        exchange,
        login.equals(BASIC) ? 200 : 401,
        "{\"expires_in\": 60, \"token\": \"for-%s\"}".formatted(scope));
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  private static String digest(String manifest) {
    try {
      return "sha256:"
          + HexFormat.of()
              .formatHex(MessageDigest.getInstance("SHA-256").digest(manifest.getBytes(UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  private int run(String... options) throws InterruptedException {
    var arguments =
        new ArrayList<>(List.of("--registry", address() + "/mirror", "--user", "reader"));
    arguments.addAll(List.of(options));
    arguments.add(release.toString());
    return ReleaseDigests.run(arguments, "secret", new PrintStream(said, true, UTF_8));
  }

  private String written() throws IOException {
    return Files.readString(release);
  }

  private String withDigests() {
    return RELEASE
        .replace(
            "\"tag\": \"17.6\"",
            "\"tag\": \"17.6\", \"digest\": \"%s\"".formatted(digest("{\"of\": \"the database\"}")))
        .replace(
            "\"tag\": \"v14\"",
            "\"tag\": \"v14\", \"digest\": \"%s\"".formatted(digest("{\"of\": \"rest\"}")));
  }

  @Test
  void whatIsMissingIsWrittenAndNothingElseChanges() throws Exception {
    // when
    int outcome = run();

    // then
    assertThat(outcome).isZero();
    assertThat(written()).isEqualTo(withDigests());
    assertThat(run()).isZero();
    assertThat(written()).isEqualTo(withDigests());
  }

  @Test
  void aTokenIsFetchedWhereTheRegistryWantsOne() throws Exception {
    // given
    tokens = true;

    // when
    int outcome = run();

    // then
    assertThat(outcome).isZero();
    assertThat(written()).isEqualTo(withDigests());
    assertThat(asked)
        .contains(
            "token service=test&scope=mirror/shop/postgres/manifests/17.6 " + BASIC,
            "mirror/rest/manifests/v14 Bearer for-mirror/rest/manifests/v14");
  }

  @Test
  void aCheckWritesNothingAndFailsUntilAllIsWritten() throws Exception {
    // when
    int before = run("--check");

    // then
    assertThat(before).isEqualTo(1);
    assertThat(written()).isEqualTo(RELEASE);
    assertThat(run()).isZero();
    assertThat(run("--check")).isZero();
  }

  @Test
  void aTagThatMovedIsToldAndOnlyWrittenWhenThatIsAskedFor() throws Exception {
    // given
    run();
    manifests.put("mirror/rest/manifests/v14", "{\"of\": \"another rest\"}");

    // when
    int outcome = run();

    // then
    assertThat(outcome).isEqualTo(1);
    assertThat(said.toString(UTF_8))
        .contains("rest:v14  moved from " + digest("{\"of\": \"rest\"}"));
    assertThat(written()).isEqualTo(withDigests());
    assertThat(run("--moved")).isZero();
    assertThat(written()).contains(digest("{\"of\": \"another rest\"}"));
  }

  @Test
  void whereOneImageIsNotToldNothingIsWritten() throws Exception {
    // given
    manifests.remove("mirror/rest/manifests/v14");

    // when
    int outcome = run();

    // then
    assertThat(outcome).isEqualTo(3);
    assertThat(said.toString(UTF_8)).contains("404 for mirror/rest:v14");
    assertThat(written()).isEqualTo(RELEASE);
  }

  @Test
  void aRegistryThatSaysAnotherDigestThanItSendsIsNotBelieved() throws Exception {
    // given
    lie = "sha256:" + "0".repeat(64);

    // when
    int outcome = run();

    // then
    assertThat(outcome).isEqualTo(3);
    assertThat(written()).isEqualTo(RELEASE);
  }

  @Test
  void aWrongPasswordIsToldWithoutIt() throws Exception {
    // when
    int outcome =
        ReleaseDigests.run(
            List.of("--registry", address(), "--user", "reader", release.toString()),
            "wrong-password",
            new PrintStream(said, true, UTF_8));

    // then
    assertThat(outcome).isEqualTo(3);
    assertThat(said.toString(UTF_8)).contains("401").doesNotContain("wrong-password");
  }

  @Test
  void theShippedReleasesAreReadWhole() throws Exception {
    for (var name : List.of("2026.08-envoy", "2026.08-kong")) {
      try (var shipped =
          ReleaseDigests.class.getResourceAsStream(
              "/io/rickyard/stack/blueprint/releases/" + name + ".json")) {
        assertThat(shipped).isNotNull();
        var text = new ReleaseText(new String(shipped.readAllBytes(), UTF_8));
        assertThat(text.images()).hasSize(13);
        assertThat(text.with(Map.of())).isEqualTo(text);
      }
    }
  }

  @Test
  void otherMachinesAreAskedOverTlsOnly() throws Exception {
    // when
    int outcome =
        ReleaseDigests.run(
            List.of("--registry", "http://registry.example.org", release.toString()),
            "",
            new PrintStream(said, true, UTF_8));

    // then
    assertThat(outcome).isEqualTo(2);
    assertThat(said.toString(UTF_8)).contains("without TLS");
  }
}
