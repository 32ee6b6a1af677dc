package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The main job through real processes: create, watch, connect, pause, resume, delete. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MainJobIT {

  private static final Duration LONG = Duration.ofSeconds(90);

  private static Workspace workspace;
  private static LocalInstallation installation;
  private static RickyardClient client;

  @BeforeAll
  static void start() throws Exception {
    workspace = Workspace.create();
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start();
    client = installation.client();
  }

  @AfterAll
  static void stop() throws Exception {
    client.close();
    installation.close();
    workspace.close();
  }

  @Test
  @Order(1)
  void firstStartMakesAHealthyDemoProject() throws Exception {
    // given
    JsonNode demo = installation.announced().path("project");

    // then
    assertThat(demo.path("name").asText()).isEqualTo("demo");
    assertThat(demo.path("status").asText()).isEqualTo("ACTIVE_HEALTHY");
    assertThat(
            ProjectDatabase.at(demo.path("connection_string").asText())
                .ask("postgres", "select current_user"))
        .isEqualTo("postgres");
    assertThat(demo.path("keys").size()).isEqualTo(4);
  }

  @Test
  @Order(2)
  void aProjectsOwnNameSaysThatItsProfileHasNoGateway() throws Exception {
    // given
    String ref = ref("demo");

    // when
    String answer =
        raw("GET / HTTP/1.1\r\nHost: " + ref + ".localhost\r\nConnection: close\r\n\r\n");

    // then
    assertThat(answer).startsWith("HTTP/1.1 404").contains("\"code\":\"no_gateway\"", ref);
  }

  private static String raw(String request) throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), installation.port())) {
      socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    }
  }

  @Test
  @Order(2)
  void credentialsCanBeReadByTheirOwnerOnly() throws Exception {
    assertThat(Files.getPosixFilePermissions(installation.data().resolve("credentials.json")))
        .hasToString("[OWNER_READ, OWNER_WRITE]");
  }

  @Test
  @Order(3)
  void projectOfTheCommandLineBecomesHealthyWhileTheStreamTellsEveryStep() throws Exception {
    // given
    var states = new CopyOnWriteArrayList<String>();
    try (var stream =
        client.stream(
            Path.of("/v1/events").query("organization", installation.organization()), null)) {
      Thread.ofVirtual().start(() -> collect(stream, states));

      // when
      var created =
          installation.cli("projects", "create", "shop \"α\"; drop table x", "--json", "--watch");

      // then
      assertThat(created.status()).as(created.error()).isZero();
      assertThat(status("shop \"α\"; drop table x")).isEqualTo("ACTIVE_HEALTHY");
      await().atMost(LONG).until(() -> states.contains("ACTIVE_HEALTHY"));
      assertThat(states).contains("COMING_UP");
    }
  }

  @Test
  @Order(4)
  void rolesOfTheDatabaseMayDoWhatTheirNamesSay() throws Exception {
    // given
    var database = database("shop \"α\"; drop table x");
    database.run(
        "postgres",
        "create table public.note (id int primary key, owner uuid, text text)",
        "alter table public.note enable row level security",
        "insert into public.note values (1, gen_random_uuid(), 'kept')");

    // then
    assertThat(database.ask("service_role", "select count(*) from public.note")).isEqualTo("1");
    assertThat(database.ask("anon", "select count(*) from public.note")).isEqualTo("0");
    assertThatThrownBy(() -> database.run("anon", "create table public.mine (id int)"))
        .isInstanceOf(SQLException.class)
        .hasMessageContaining("permission denied");
    assertThat(database.ask("postgres", "select rolsuper from pg_roles where rolname = 'postgres'"))
        .isEqualTo("f");
    assertThat(database.ask("postgres", "show wal_level")).isEqualTo("logical");
  }

  @Test
  @Order(5)
  void pausedProjectRefusesConnectionsAndComesBackWithItsData() throws Exception {
    // given
    String name = "shop \"α\"; drop table x";
    var database = database(name);

    // when
    var paused = installation.cli("projects", "pause", ref(name), "--watch");

    // then
    assertThat(paused.status()).as(paused.error()).isZero();
    assertThat(status(name)).isEqualTo("INACTIVE");
    assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);

    // and back
    var resumed = installation.cli("projects", "resume", ref(name), "--watch");
    assertThat(resumed.status()).as(resumed.error()).isZero();
    assertThat(status(name)).isEqualTo("ACTIVE_HEALTHY");
    assertThat(database(name).ask("postgres", "select text from public.note")).isEqualTo("kept");
  }

  @Test
  @Order(6)
  void signedWebhookCreatesAProjectOnceHoweverOftenItIsDelivered() throws Exception {
    // given
    var hook =
        client
            .post(
                Path.of("/v1/hooks"),
                (com.fasterxml.jackson.databind.node.ObjectNode)
                    RickyardClient.JSON.readTree(
                        """
                        {"organization": "%s", "name": "previews", "provider": "github",
                         "rule": {"type": "stack.provision", "input": {"name": "preview"},
                                  "allow": {"repositories": ["acme/shop"], "events": ["push"]}}}
                        """
                            .formatted(installation.organization())))
            .body();
    String body = "{\"ref\":\"refs/heads/main\",\"repository\":{\"full_name\":\"acme/shop\"}}";

    // when
    var first = deliver(hook.path("id").asText(), hook.path("secret").asText(), "delivery-1", body);
    var again = deliver(hook.path("id").asText(), hook.path("secret").asText(), "delivery-1", body);
    var forged = deliver(hook.path("id").asText(), "not the secret", "delivery-2", body);

    // then
    assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
    assertThat(again.statusCode()).isEqualTo(202);
    assertThat(again.headers().firstValue("rickyard-task"))
        .isEqualTo(first.headers().firstValue("rickyard-task"));
    assertThat(forged.statusCode()).isEqualTo(401);
    await().atMost(LONG).until(() -> status("preview").equals("ACTIVE_HEALTHY"));
    assertThat(projects().filter(project -> project.path("name").asText().equals("preview")))
        .hasSize(1);
  }

  @Test
  @Order(7)
  void killedServerIsFoundAndMended() throws Exception {
    // given
    String ref = ref("preview");
    List<ProcessHandle> servers =
        installation.processes().stream()
            .filter(process -> process.info().commandLine().orElse("").contains(ref))
            .toList();
    assertThat(servers).isNotEmpty();

    // when
    servers.forEach(ProcessHandle::destroyForcibly);
    var repaired = installation.cli("projects", "repair", ref, "--watch");

    // then
    assertThat(repaired.status()).as(repaired.error()).isZero();
    await().atMost(LONG).until(() -> status("preview").equals("ACTIVE_HEALTHY"));
    assertThat(database("preview").ask("postgres", "select 1")).isEqualTo("1");
  }

  @Test
  @Order(8)
  void deletedProjectLeavesNothing() throws Exception {
    // given
    String name = "shop \"α\"; drop table x";
    String ref = ref(name);
    var database = database(name);

    // when
    var deleted = installation.cli("projects", "delete", ref, "--yes", "--watch");

    // then
    assertThat(deleted.status()).as(deleted.error()).isZero();
    assertThatThrownBy(() -> client.get(Path.of("/v1/projects").segment(ref)))
        .isInstanceOfSatisfying(RequestRefused.class, e -> assertThat(e.status()).isEqualTo(404));
    assertThatThrownBy(database::connect).isInstanceOf(SQLException.class);
    assertThat(installation.processes())
        .noneMatch(process -> process.info().commandLine().orElse("").contains(ref));
    try (Stream<java.nio.file.Path> files = Files.walk(installation.data().resolve("projects"))) {
      assertThat(files).noneMatch(file -> file.toString().contains(ref));
    }
    try (var inside = installation.database();
        var select =
            inside.prepareStatement(
                "select count(*) from provisioner.stack_secret where project = ?")) {
      select.setString(1, ref);
      try (var rows = select.executeQuery()) {
        rows.next();
        assertThat(rows.getInt(1)).isZero();
      }
    }
  }

  @Test
  @Order(9)
  void restartFindsTheSameProjectsRunning() throws Exception {
    // given
    String demo = installation.announced().path("project").path("ref").asText();
    client.close();
    installation.stop();
    assertThat(installation.processes()).isEmpty();

    // when
    installation.start();
    client = installation.client();

    // then
    assertThat(installation.announced().path("project").path("ref").asText()).isEqualTo(demo);
    assertThat(status("demo")).isEqualTo("ACTIVE_HEALTHY");
    assertThat(status("preview")).isEqualTo("ACTIVE_HEALTHY");
  }

  private static void collect(io.rickyard.cli.api.EventStream stream, List<String> states) {
    for (var event = stream.next(); event != null; event = stream.next()) {
      if (event.name().equals("stack")) {
        states.add(json(event.data()).path("stack").path("status").asText());
      }
    }
  }

  private static HttpResponse<String> deliver(
      String hook, String secret, String delivery, String body) throws Exception {
    Mac mac = Mac.getInstance("HmacSHA256");
    mac.init(new SecretKeySpec(secret.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
    String signature = HexFormat.of().formatHex(mac.doFinal(body.getBytes(StandardCharsets.UTF_8)));
    try (var http = HttpClient.newHttpClient()) {
      return http.send(
          HttpRequest.newBuilder(installation.url().resolve("/hooks/v1/" + hook))
              .header("content-type", "application/json")
              .header("x-github-event", "push")
              .header("x-github-delivery", delivery)
              .header("x-hub-signature-256", "sha256=" + signature)
              .POST(HttpRequest.BodyPublishers.ofString(body))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }

  private static Stream<JsonNode> projects() {
    var all = Stream.<JsonNode>builder();
    client.get(Path.of("/v1/projects")).forEach(all);
    return all.build();
  }

  private static JsonNode project(String name) {
    return projects()
        .filter(project -> project.path("name").asText().equals(name))
        .findFirst()
        .orElseThrow(() -> new AssertionError("There is no project " + name));
  }

  private static String ref(String name) {
    return project(name).path("ref").asText();
  }

  private static String status(String name) {
    return project(name).path("status").asText();
  }

  private static ProjectDatabase database(String name) {
    var path = Path.of("/v1/projects/" + ref(name) + "/connection").query("reveal", "true");
    return ProjectDatabase.at(client.get(path).path("connection_string").asText());
  }

  private static JsonNode json(String text) {
    try {
      return RickyardClient.JSON.readTree(text);
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new AssertionError("The stream sent something that is no JSON: " + text, e);
    }
  }
}
