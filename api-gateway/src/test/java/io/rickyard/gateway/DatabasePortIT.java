package io.rickyard.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.stack.DatabaseAccess;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Databases by reference: a real server behind the gateway's port, and a real driver in front. */
class DatabasePortIT {

  private static final String REF = OrgDouble.SHOP;
  private static final String ROLE = "owner";
  private static final String PASSWORD = "a-password-of-the-test";
  private static final String NAME = "db.example.test";
  private static final int PER_PROJECT = 4;
  private static final int IDLE = 400;
  private static final TestAuthority AUTHORITY = new TestAuthority();

  @TempDir private static Path certificates;

  private static TestDatabase server;
  private static URI address;
  private static Installation installation;
  private static int port;

  @BeforeAll
  static void start() throws Exception {
    TestAuthority.write(
        AUTHORITY.issue(NAME), certificates.resolve("db.crt"), certificates.resolve("db.key"));
    server = TestDatabase.create();
    address = URI.create(server.url().substring("jdbc:".length()));
    try (var superuser = server.superuser();
        var statement = superuser.createStatement()) {
      statement.execute("drop role if exists " + ROLE);
      statement.execute("create role %s login password '%s'".formatted(ROLE, PASSWORD));
      statement.execute(
          "grant connect on database %s to %s".formatted(address.getPath().substring(1), ROLE));
    }
    port = ProjectEdge.freePort();
    installation =
        new Installation(
            Map.of(
                "test.kafka",
                "recording",
                "rickyard.kafka.bootstrap-servers",
                "127.0.0.1:1",
                "rickyard.gateway.databases.port",
                port,
                "rickyard.gateway.databases.connections-per-project",
                PER_PROJECT,
                "rickyard.gateway.tls.certificates",
                certificates.toString(),
                "rickyard.gateway.tls.port",
                ProjectEdge.freePort()));
  }

  @AfterAll
  static void stop() {
    installation.close();
    server.close();
  }

  @BeforeEach
  void up() {
    stands("ACTIVE_HEALTHY", address.getPort());
    installation
        .org
        .service()
        .on("POST /idle-stops/" + REF + "/wake", _ -> Reply.json(200, Map.of("happening", false)));
  }

  /** What the worker says of the project, from the next question on. */
  private static void stands(String status, int at) {
    stands(status, at, DatabaseAccess.OPEN);
  }

  private static void stands(String status, int at, DatabaseAccess access) {
    stands(REF, status, at, access);
  }

  private static void stands(String project, String status, int at, DatabaseAccess access) {
    var database = Map.of("host", "127.0.0.1", "port", at, "database", "postgres", "version", "17");
    var who =
        Map.of(
            "allowed",
            access.allowed(),
            "allowed_v6",
            access.allowedV6(),
            "tls_only",
            access.tlsOnly());
    installation.worker.on(
        "GET /stacks/" + project + "/database-entrance",
        _ -> Reply.json(200, Map.of("status", status, "database", database, "access", who)));
  }

  private static Connection connect(String user, String password, String... more)
      throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("sslmode", "disable");
    properties.setProperty("connectTimeout", "10");
    for (String one : more) {
      var parts = one.split(":", 2);
      properties.setProperty(parts[0], parts[1]);
    }
    return DriverManager.getConnection(
        "jdbc:postgresql://127.0.0.1:" + port + address.getPath(), properties);
  }

  private static Connection connect() throws SQLException {
    return connect(ROLE + "." + REF, PASSWORD);
  }

  /** Once what was said of the project earlier is forgotten. */
  private static Connection soon() {
    var opened = new AtomicReference<Connection>();
    Eventually.asserted(
        () -> assertThatCode(() -> opened.set(connect())).doesNotThrowAnyException());
    return requireNonNull(opened.get());
  }

  private static String ask(Connection connection, String query) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(query)) {
      row.next();
      return row.getString(1);
    }
  }

  @Test
  void userNamesTheProjectAndItsRoleThere() throws SQLException {
    try (var connection = soon()) {
      assertThat(ask(connection, "select current_user || ' ' || current_database()"))
          .isEqualTo(ROLE + " " + address.getPath().substring(1));
      assertThat(ask(connection, "select length(repeat('x', 20000000))")).isEqualTo("20000000");
      assertThat(ask(connection, "select repeat('x', 20000000)")).hasSize(20_000_000);
    }
  }

  @Test
  void optionsMayNameTheProjectToo() throws SQLException {
    soon().close();
    try (var connection =
        connect(ROLE, PASSWORD, "options:reference=" + REF + " -c work_mem=7MB")) {
      assertThat(ask(connection, "show work_mem")).isEqualTo("7MB");
    }
  }

  @Test
  void serverChecksThePassword() throws SQLException {
    soon().close();
    assertThatThrownBy(() -> connect(ROLE + "." + REF, "another"))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28P01"));
  }

  @ParameterizedTest
  @CsvSource({
    "postgres, 28000, connect as postgres.",
    "postgres.short, 28000, connect as postgres.",
    "postgres.zzzzzzzzzzzzzzzzzzzz, 28000, There is no project"
  })
  void whoNamesNoProjectIsTold(String user, String state, String message) {
    assertThatThrownBy(() -> connect(user, PASSWORD))
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state))
        .hasMessageContaining(message);
  }

  @ParameterizedTest
  @CsvSource({
    "INACTIVE, 57P03, is paused",
    "COMING_UP, 57P03, on its way up",
    "INIT_FAILED, 57P03, could not be started",
    "GOING_DOWN, 28000, There is no project",
    "ACTIVE_HEALTHY, 08006, does not answer"
  })
  void projectThatTakesNoConnectionsSaysWhy(String status, String state, String message) {
    // given
    stands(status, 1);

    // then
    Eventually.asserted(() ->
        assertThatThrownBy(DatabasePortIT::connect)
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo(state))
            .hasMessageContaining(message));
  }

  @Test
  void sleepingProjectIsWoken() {
    // given
    stands("INACTIVE", address.getPort());
    installation
        .org
        .service()
        .on("POST /idle-stops/" + REF + "/wake", _ -> Reply.json(200, Map.of("happening", true)));

    // then
    Eventually.asserted(
        () -> assertThatThrownBy(DatabasePortIT::connect).hasMessageContaining("on its way up"));
  }

  @Test
  void statementIsCancelledAtItsOwnServerAlone() throws Exception {
    try (var connection = soon();
        var other = connect();
        var statement = connection.createStatement();
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      // given
      var running = threads.submit(() -> statement.execute("select pg_sleep(60)"));
      Eventually.until(() ->
          ask(other, "select count(*) from pg_stat_activity where query like 'select pg_sleep%'")
              .equals("1"));

      // when
      statement.cancel();

      // then
      assertThatThrownBy(running::get).hasMessageContaining("canceling statement");
      assertThat(ask(connection, "select 1")).isEqualTo("1");
    }
  }

  @Test
  void projectHasSoManyConnectionsAndNoMore() throws SQLException {
    // given
    var open = new HashMap<Integer, Connection>();
    for (int i = 0; i < PER_PROJECT; i++) {
      open.put(i, soon());
    }

    // when
    assertThatThrownBy(DatabasePortIT::connect)
        .isInstanceOfSatisfying(
            SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53300"));
    for (var connection : open.values()) {
      connection.close();
    }

    // then
    soon().close();
  }

  @Test
  void projectHasAsManyConnectionsAsItChose() throws SQLException {
    // given
    var who =
        Map.of("allowed", List.of("0.0.0.0/0"), "allowed_v6", List.of("::/0"), "tls_only", false);
    var database =
        Map.of(
            "host",
            "127.0.0.1",
            "port",
            address.getPort(),
            "database",
            "postgres",
            "version",
            "17");
    installation.worker.on(
        "GET /stacks/" + REF + "/database-entrance",
        _ ->
            Reply.json(
                200,
                Map.of(
                    "status",
                    "ACTIVE_HEALTHY",
                    "database",
                    database,
                    "access",
                    who,
                    "connections",
                    1)));

    // then
    Eventually.asserted(() -> {
      try (var _ = soon()) {
        assertThatThrownBy(() -> connect().close())
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("53300"))
            .hasMessageContaining("has 1 connections");
      }
    });
  }

  @Test
  void endOfTheServersConnectionIsTheClients() throws SQLException {
    try (var connection = soon();
        var superuser = server.superuser();
        var statement = superuser.createStatement()) {
      // when
      statement.execute(
          "select pg_terminate_backend(pid) from pg_stat_activity where usename = '" + ROLE + "'");

      // then
      assertThatThrownBy(() -> ask(connection, "select 1"))
          .isInstanceOfSatisfying(
              SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("57P01"));
    }
  }

  @Test
  void connectionsThatDoNothingTakeNoThreads() throws Exception {
    try (var silent = new ServerSocket(0, 1_000, InetAddress.getLoopbackAddress());
        var server = Executors.newSingleThreadExecutor()) {
      // given
      var accepted = new ConcurrentLinkedQueue<Socket>();
      var _ =
          server.submit(() -> {
            while (accepted.size() < IDLE) {
              accepted.add(silent.accept());
            }
            return null;
          });
      var clients = new ArrayList<Socket>();
      for (int i = 0; i < IDLE; i++) {
        var project =
            "idle"
                + "a".repeat(14)
                + (char) ('a' + i / 26 / PER_PROJECT)
                + (char) ('a' + i / PER_PROJECT % 26);
        stands(project, "ACTIVE_HEALTHY", silent.getLocalPort(), DatabaseAccess.OPEN);
        var client = new Socket(InetAddress.getLoopbackAddress(), port);
        client.getOutputStream().write(startup(ROLE + "." + project));
        clients.add(client);
        if (i == 0) {
          Eventually.until(() -> accepted.size() == 1);
        }
      }
      int before = ManagementFactory.getThreadMXBean().getThreadCount();

      // when
      Eventually.until(() -> accepted.size() == IDLE);

      // then
      assertThat(ManagementFactory.getThreadMXBean().getThreadCount())
          .isLessThan(before + IDLE / 10);
      for (var socket : clients) {
        socket.close();
      }
      for (var socket : accepted) {
        assertThat(socket.getInputStream().readAllBytes()).as("its beginning").isNotEmpty();
        socket.close();
      }
    }
  }

  @Test
  void whatIsNoPostgresqlIsRefused() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      socket.getOutputStream().write("GET / HTTP/1.1\r\n\r\n".getBytes(US_ASCII));
      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII)).contains("08P01");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "10.0.0.0/8, does not let 127.0.0.1 open its database",
    "'', does not let 127.0.0.1 open its database"
  })
  void addressThatTheProjectDoesNotNameIsRefused(String allowed, String message) {
    // given
    var networks = allowed.isEmpty() ? List.<String>of() : List.of(allowed);
    stands("ACTIVE_HEALTHY", address.getPort(), new DatabaseAccess(networks, List.of(), false));

    // then
    Eventually.asserted(() ->
        assertThatThrownBy(DatabasePortIT::connect)
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"))
            .hasMessageContaining(message));
  }

  @Test
  void addressThatTheProjectNamesIsPassedOn() throws SQLException {
    stands(
        "ACTIVE_HEALTHY",
        address.getPort(),
        new DatabaseAccess(List.of("10.0.0.0/8", "127.0.0.1/32"), List.of(), false));
    soon().close();
  }

  @Test
  void whatIsNotEncryptedIsRefusedWhereTheProjectWantsIt() {
    // given
    stands(
        "ACTIVE_HEALTHY",
        address.getPort(),
        new DatabaseAccess(List.of(DatabaseAccess.ANY), List.of(DatabaseAccess.ANY_V6), true));

    // then
    Eventually.asserted(() ->
        assertThatThrownBy(DatabasePortIT::connect)
            .isInstanceOfSatisfying(
                SQLException.class, e -> assertThat(e.getSQLState()).isEqualTo("28000"))
            .hasMessageContaining("takes encrypted connections only"));
    // Connections that have ended count for a moment.
    Eventually.asserted(() -> assertThat(answerOverTls()).startsWith("R"));
  }

  @Test
  void tlsIsOfferedByName() throws IOException, SQLException {
    soon().close();
    assertThat(answerOverTls()).startsWith("R");
  }

  /** The beginning of what answers one over TLS. */
  private static String answerOverTls() throws IOException {
    try (var plain = new Socket(InetAddress.getLoopbackAddress(), port)) {
      plain.getOutputStream().write(tlsRequest());
      assertThat(plain.getInputStream().read()).isEqualTo('S');
      try (var socket = AUTHORITY.over(plain, NAME)) {
        socket.getOutputStream().write(startup(ROLE + "." + REF));
        var answer = new byte[200];
        return new String(answer, 0, socket.getInputStream().read(answer), US_ASCII);
      }
    }
  }

  @Test
  void whatComesInPlainBehindTheWishForTlsIsRefused() throws IOException {
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      var both = new ByteArrayOutputStream();
      both.write(tlsRequest());
      both.write(startup(ROLE + "." + REF));
      socket.getOutputStream().write(both.toByteArray());
      assertThat(new String(socket.getInputStream().readAllBytes(), US_ASCII))
          .contains("08P01", "Unencrypted data");
    }
  }

  private static byte[] tlsRequest() throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeInt(8);
    out.writeInt(80_877_103);
    return bytes.toByteArray();
  }

  private static byte[] startup(String user) throws IOException {
    var parameters = ("user\0" + user + "\0database\0postgres\0\0").getBytes(US_ASCII);
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeInt(8 + parameters.length);
    out.writeInt(3 << 16);
    out.write(parameters);
    return bytes.toByteArray();
  }
}
