package io.rickyard.worker.runtime.docker;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static io.rickyard.worker.stack.TestStacks.build;
import static io.rickyard.worker.stack.TestStacks.newest;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.stack.blueprint.Blueprints;
import io.rickyard.stack.blueprint.DeclaredSecrets;
import io.rickyard.testing.Eventually;
import io.rickyard.worker.log.LogCollection;
import io.rickyard.worker.log.LogPlaces;
import io.rickyard.worker.log.StackLogs;
import io.rickyard.worker.stack.MemoryStackLedger;
import io.rickyard.worker.stack.MemoryStackVault;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackSecrets;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.StackState;
import io.rickyard.worker.stack.TestStacks;
import java.net.InetAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.WebSocket;
import java.security.SecureRandom;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Two whole stacks side by side, one of each release. */
class FullStackIT {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private static final TimeUnit SECONDS = TimeUnit.SECONDS;
  private static final String SERVER = "\"service_role\"";

  private static @Nullable EngineHost host;
  private static final List<Running> RUNNING = new ArrayList<>();

  /** A stack that was built, and what built it. */
  record Running(String release, StackSpec stack, DockerStackRuntime runtime) {

    String secret(String name) {
      return requireNonNull(stack.secrets().byName().get(name));
    }

    String dashboard() {
      var login = "supabase:" + secret("dashboard_password");
      return "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8));
    }

    ProjectRef project() {
      return stack.project();
    }

    int port(String service, int port) {
      return host().published(project(), service, port);
    }

    @Override
    public String toString() {
      return release;
    }
  }

  @BeforeAll
  static void buildBoth() throws Exception {
    host = EngineHost.open();
    var ports = EngineHost.freePorts(20);
    for (var release : Blueprints.shipped().releases()) {
      RUNNING.add(
          new Running(
              release.name(),
              spec(),
              host().runtime(ports, EngineHost.ADDRESS, EngineHost.shipped(release))));
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var builds = new ArrayList<Future<Void>>();
      for (var running : RUNNING) {
        builds.add(
            threads.submit(() -> {
              build(running.runtime(), running.stack());
              return null;
            }));
      }
      for (var built : builds) {
        built.get();
      }
    }
  }

  @AfterAll
  static void removeBoth() throws Exception {
    if (host != null) {
      for (var running : RUNNING) {
        running.runtime().remove(newest(running.stack()), SILENT);
      }
      host.runtime(EngineHost.freePorts()).collectTrash();
      host.close();
    }
  }

  private static EngineHost host() {
    return requireNonNull(host);
  }

  /** Each has secrets of its own. */
  private static StackSpec spec() {
    var project = TestStacks.project();
    var secrets =
        new HashMap<>(DeclaredSecrets.shipped().make(project, Instant.now(), new SecureRandom()));
    secrets.put(StackSecrets.DB_PASS, "password of the user, with 'quotes'");
    return new StackSpec(
        project,
        TestStacks.ORGANIZATION,
        Generation.FIRST,
        10,
        StackProfile.FULL,
        new StackSecrets(secrets));
  }

  static Stream<Running> both() {
    return RUNNING.stream();
  }

  @ParameterizedTest
  @MethodSource("both")
  void allServicesAreHealthy(Running running) throws Exception {
    var seen = running.runtime().observe(running.stack());

    assertThat(seen.services())
        .extracting(ServiceHealth::service)
        .containsExactlyInAnyOrderElementsOf(StackProfilesIT.FULL);
    assertThat(seen.services()).allMatch(ServiceHealth::healthy);
  }

  private static Answer get(Running running, String path, Map<String, String> headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(
            URI.create("http://127.0.0.1:%d%s".formatted(running.port("gateway", 8000), path)));
    headers.forEach(request::header);
    var answer = HTTP.send(request.build(), BodyHandlers.ofString());
    return new Answer(answer.statusCode(), answer.body());
  }

  /** What came back. */
  record Answer(int status, String body) {}

  /** What leads where: the path, the secret sent as key, and what the service saw of it. */
  static Stream<Arguments> paths() {
    return Stream.of(
            Arguments.of("/auth/v1/verify?token=1", null, "auth", "/verify?token=1", "null"),
            Arguments.of("/auth/v1/callback?code=1", null, "auth", "/callback?code=1", "null"),
            Arguments.of("/auth/v1/authorize", null, "auth", "/authorize", "null"),
            Arguments.of(
                "/auth/v1/.well-known/jwks.json", null, "auth", "/.well-known/jwks.json", "null"),
            Arguments.of("/sso/saml/acs", null, "auth", "/sso/saml/acs", "null"),
            Arguments.of("/sso/saml/metadata", null, "auth", "/sso/saml/metadata", "null"),
            Arguments.of(
                "/.well-known/oauth-authorization-server",
                null,
                "auth",
                "/.well-known/oauth-authorization-server",
                "null"),
            Arguments.of("/auth/v1/user", "publishable_key", "auth", "/user", "\"anon\""),
            Arguments.of("/auth/v1/admin/users", "secret_key", "auth", "/admin/users", SERVER),
            Arguments.of("/rest/v1/t?select=a,b", "anon_key", "rest", "/t?select=a,b", "\"anon\""),
            Arguments.of("/rest/v1/t", "service_key", "rest", "/t", SERVER),
            Arguments.of("/graphql/v1", "anon_key", "rest", "/rpc/graphql", "\"anon\""),
            Arguments.of(
                "/realtime/v1/api/broadcast", "secret_key", "realtime", "/api/broadcast", SERVER),
            Arguments.of(
                "/storage/v1/object/info/a/b",
                "service_key",
                "storage",
                "/object/info/a/b",
                SERVER),
            Arguments.of(
                "/storage/v1/object/public/a", null, "storage", "/object/public/a", "null"))
        .flatMap(row -> both().map(running -> Arguments.of(prepended(running, row.get()))));
  }

  private static Object[] prepended(Running running, Object[] row) {
    return Stream.concat(Stream.of(running), Stream.of(row)).toArray();
  }

  @ParameterizedTest
  @MethodSource("paths")
  void eachPathReachesItsService(
      Running running, String path, @Nullable String key, String service, String seen, String role)
      throws Exception {
    Map<String, String> headers = key == null ? Map.of() : Map.of("apikey", running.secret(key));

    var answer = get(running, path, headers);

    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.body())
        .contains("\"service\":\"" + service + "\"")
        .contains("\"path\":\"" + seen + "\"")
        .contains("\"role\":" + role);
  }

  @ParameterizedTest
  @MethodSource("both")
  void whatIsSaidBesidesAPathArrivesToo(Running running) throws Exception {
    var anon = Map.of("apikey", running.secret("anon_key"));
    var secret = Map.of("apikey", running.secret("secret_key"));

    assertThat(get(running, "/graphql/v1", anon).body())
        .contains("\"content-profile\":\"graphql_public\"");
    assertThat(get(running, "/functions/v1/hello", secret).body())
        .contains("\"service\":\"functions\"", "\"path\":\"/hello\"", "\"vouched\":true");
    assertThat(get(running, "/pg/schemas", secret).body()).contains("\"name\":\"public\"");
    assertThat(get(running, "/project", Map.of("authorization", running.dashboard())).body())
        .contains("\"service\":\"studio\"")
        .doesNotContain("\"authorization\"");
  }

  static Stream<Arguments> refusals() {
    return Stream.of(
            Arguments.of("/rest/v1/t", null, 401),
            Arguments.of("/auth/v1/user", null, 401),
            Arguments.of("/pg/schemas", "publishable_key", 403),
            Arguments.of("/functions/v1/hello", null, 401),
            Arguments.of("/project", null, 401),
            Arguments.of("/project", "secret_key", 401),
            Arguments.of("/realtime/v1/api/tenants/realtime-dev", "secret_key", 403),
            Arguments.of("/realtime/v1/api/openapi", "secret_key", 403),
            Arguments.of("/mcp", "secret_key", 403),
            Arguments.of("/api/mcp", "secret_key", 403))
        .flatMap(row -> both().map(running -> Arguments.of(prepended(running, row.get()))));
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void whoMayNotPassIsRefused(Running running, String path, @Nullable String key, int status)
      throws Exception {
    Map<String, String> headers = key == null ? Map.of() : Map.of("apikey", running.secret(key));

    assertThat(get(running, path, headers).status()).isEqualTo(status);
  }

  @Test
  void oneStacksKeysOpenNothingOfTheOther() throws Exception {
    var stranger = Map.of("apikey", RUNNING.getLast().secret("secret_key"));

    assertThat(get(RUNNING.getFirst(), "/rest/v1/t", stranger).status()).isEqualTo(401);
    assertThat(get(RUNNING.getFirst(), "/pg/schemas", stranger).status()).isEqualTo(401);
  }

  @ParameterizedTest
  @MethodSource("both")
  void aSocketOpensToRealtime(Running running) throws Exception {
    var said = new LinkedBlockingQueue<String>();
    var listener =
        new WebSocket.Listener() {
          @Override
          public @Nullable CompletionStage<?> onText(
              WebSocket socket, CharSequence data, boolean last) {
            said.add(data.toString());
            socket.request(1);
            return null;
          }
        };
    var address =
        "ws://127.0.0.1:%d/realtime/v1/websocket?vsn=1.0.0&apikey=%s"
            .formatted(running.port("gateway", 8000), running.secret("publishable_key"));

    // when
    var socket =
        HTTP.newWebSocketBuilder().buildAsync(URI.create(address), listener).get(10, SECONDS);
    socket.sendText("heartbeat", true).get(10, SECONDS);

    // then
    assertThat(said.poll(10, SECONDS))
        .contains(
            "\"tenant\":\"realtime-dev\"", "\"role\":\"anon\"", "\"path\":\"/socket/websocket");
    assertThat(said.poll(10, SECONDS)).isEqualTo("heartbeat");
    socket.abort();
  }

  @ParameterizedTest
  @MethodSource("both")
  void usersLogInThroughThePooler(Running running) throws Exception {
    for (var port : List.of(5432, 6543)) {
      var login = new Properties();
      login.setProperty("user", "postgres." + running.project());
      login.setProperty("password", running.secret(StackSecrets.DB_PASS));
      var address =
          "jdbc:postgresql://127.0.0.1:%d/postgres".formatted(running.port("pooler", port));
      try (var connection = DriverManager.getConnection(address, login);
          var row = connection.createStatement().executeQuery("select current_user::text")) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("postgres");
      }
      login.setProperty("user", "postgres." + TestStacks.project());
      assertThat(refused(address, login)).contains("Tenant or user not found");
    }
  }

  private static String refused(String address, Properties login) {
    try (var _ = DriverManager.getConnection(address, login)) {
      return "";
    } catch (SQLException e) {
      return String.valueOf(e.getMessage());
    }
  }

  @ParameterizedTest
  @MethodSource("both")
  void aLineHandedToTheCollectorIsInAnalytics(Running running) throws Exception {
    var login = "rickyard:" + running.secret("log_intake_password");
    var request =
        HttpRequest.newBuilder(
                URI.create("http://127.0.0.1:%d/".formatted(running.port("vector", 9000))))
            .header(
                "authorization",
                "Basic " + Base64.getEncoder().encodeToString(login.getBytes(UTF_8)))
            .POST(
                HttpRequest.BodyPublishers.ofString(
                    "{\"service\":\"auth\",\"message\":\"signed in\",\"timestamp\":\"%s\"}\n"
                        .formatted(Instant.now())))
            .build();

    // when
    assertThat(HTTP.send(request, BodyHandlers.discarding()).statusCode()).isEqualTo(200);

    // then
    var ask =
        "curl -s -H 'x-api-key: %s' http://localhost:4000/api/logs"
            .formatted(running.secret("logflare_private_token"));
    Eventually.until(() ->
        host()
            .in(host().container(running.project(), "analytics"), ask)
            .contains("\"source\":\"gotrue.logs.prod\""));
  }

  @ParameterizedTest
  @MethodSource("both")
  void whatServicesWriteIsInTheirOwnAnalytics(Running running) throws Exception {
    // given
    var vault = new MemoryStackVault();
    vault.adopt(
        running.project(),
        running.stack().organization(),
        running.stack().secrets().byName(),
        Optional.empty());
    var ledger = new MemoryStackLedger();
    ledger.put(
        new StackRecord(
            running.project(),
            running.stack().organization(),
            running.stack().size(),
            "docker",
            running.stack().generation(),
            running.stack().keptFrom(),
            running.stack().token(),
            new StackState.Active(),
            true,
            null,
            null));
    var settings = EngineHost.settings(EngineHost.freePorts());
    var word = "collected-" + UUID.randomUUID();
    try (var _ =
            new LogCollection(
                new StackLogs(running.runtime(), vault, Clock.systemUTC()),
                ledger,
                vault,
                new DockerLogIntakes(settings.allocations(host().database()), "127.0.0.1"),
                new LogPlaces(host().database()),
                Clock.systemUTC(),
                Duration.ofMillis(500));
        var _ = twice(running, ledger, vault)) {
      Eventually.until(() -> place(running.project()).isPresent());

      // when
      for (var service : List.of("auth", "rest", "storage")) {
        host()
            .in(
                host().container(running.project(), service),
                "echo '%s %s' > /proc/1/fd/1"
                    .formatted(word, running.secret("log_intake_password")));
      }

      // then
      var ask =
          "curl -s -H 'x-api-key: %s' http://localhost:4000/api/logs"
              .formatted(running.secret("logflare_private_token"));
      var analytics = host().container(running.project(), "analytics");
      Eventually.within(Duration.ofSeconds(30))
          .until(() -> host().in(analytics, ask).split(word, -1).length > 3);
      var kept = host().in(analytics, ask);
      assertThat(kept.split(word, -1)).as(kept).hasSize(4);
      assertThat(kept)
          .contains("gotrue.logs.prod", "postgREST.logs.prod", "storage.logs.prod.2")
          .contains(word + " [redacted]")
          .doesNotContain(running.secret("log_intake_password"));
    }
  }

  /** Another worker, which does the same. */
  private static LogCollection twice(
      Running running, MemoryStackLedger ledger, MemoryStackVault vault) {
    var settings = EngineHost.settings(EngineHost.freePorts());
    return new LogCollection(
        new StackLogs(running.runtime(), vault, Clock.systemUTC()),
        ledger,
        vault,
        new DockerLogIntakes(settings.allocations(host().database()), "127.0.0.1"),
        new LogPlaces(host().database()),
        Clock.systemUTC(),
        Duration.ofMillis(300));
  }

  private static Optional<String> place(ProjectRef project) {
    try (var connection = host().database().getConnection();
        var select = connection.prepareStatement("select place from log_place where project = ?")) {
      select.setString(1, project.value());
      try (var row = select.executeQuery()) {
        return row.next() ? Optional.of(row.getString(1)) : Optional.empty();
      }
    } catch (SQLException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void neitherResolvesNorReachesTheOther() throws Exception {
    var one = RUNNING.getFirst();
    var other = RUNNING.getLast();
    var inside = host().container(one.project(), "functions");

    assertThat(host().in(inside, EngineHost.reach("gateway", 8000))).isEqualTo("reached");
    for (var container : host().containers(other.project())) {
      var service = requireNonNull(container.getLabels().get(StackLabels.SERVICE));
      var name = container.getNames()[0].substring(1);
      assertThat(host().in(inside, "getent hosts " + name)).as(name).isEmpty();
      var own = host().container(one.project(), service);
      assertThat(host().in(inside, "getent hosts %s | cut -d' ' -f1".formatted(service)))
          .as(service)
          .isEqualTo(host().address(one.project(), service));
      assertThat(own.getId()).isNotEqualTo(container.getId());
    }
    for (var service : Map.of("db", 5432, "gateway", 8000, "meta", 8080).entrySet()) {
      var address = host().address(other.project(), service.getKey());
      assertThat(host().in(inside, EngineHost.reach(address, service.getValue())))
          .as(service.getKey())
          .isEqualTo("unreached");
    }
  }

  /**
   * As root, {@code infra/firewall apply} was run; {@code infra/system-tests/engine/start} does.
   */
  @Test
  void neitherReachesTheHost() throws Exception {
    var inside = host().container(RUNNING.getFirst().project(), "functions");
    var other = RUNNING.getLast().port("gateway", 8000);
    try (var service = new ServerSocket(0)) {
      var port = service.getLocalPort();
      for (var address : addresses()) {
        assertThat(host().in(inside, EngineHost.reach(address, port)))
            .as(address)
            .isEqualTo("unreached");
        assertThat(host().in(inside, EngineHost.reach(address, other)))
            .as(address)
            .isEqualTo("unreached");
      }
      assertThat(fromForeign(port)).isEqualTo("reached");
    }
  }

  /** All the host has outside of loopback, with those of the stacks' own bridges. */
  private static List<String> addresses() throws Exception {
    return NetworkInterface.networkInterfaces()
        .flatMap(NetworkInterface::inetAddresses)
        .filter(address -> !address.isLoopbackAddress() && address.getAddress().length == 4)
        .map(InetAddress::getHostAddress)
        .toList();
  }

  /** What a container that is none of ours reaches: the rules are for ours alone. */
  private static String fromForeign(int port) throws Exception {
    var client = host().client();
    var foreign =
        client
            .createContainerCmd("rickyard-test/debian:current")
            .withCmd("sleep", "60")
            .exec()
            .getId();
    try {
      client.startContainerCmd(foreign).exec();
      var bridge =
          requireNonNull(
              client
                  .inspectContainerCmd(foreign)
                  .exec()
                  .getNetworkSettings()
                  .getNetworks()
                  .get("bridge"));
      return host().in(foreign, EngineHost.reach(bridge.getGateway(), port));
    } finally {
      client.removeContainerCmd(foreign).withForce(true).exec();
    }
  }
}
