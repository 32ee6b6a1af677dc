package io.rickyard.postgres;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresServerIT {

  private static final String PASSWORD = "pass\u00a0\u00fcber $1 'quoted'";
  private static final Login LOGIN = new Login("boss", PASSWORD, "postgres");
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final ServerSettings SETTINGS = ServerSettings.frugal();

  @TempDir Path temporary;

  private final int port = TestBinaries.freePort();
  private Path directory = Path.of("/");
  private RunAs runAs = new RunAs.Self();

  @BeforeEach
  void chooseUser() throws IOException {
    Files.setPosixFilePermissions(temporary, fromString("rwx--x--x"));
    directory = temporary.resolve("server");
    runAs =
        RunAs.choose(
            Host.local(),
            "rky-it-" + Long.toString(System.nanoTime(), 36),
            List.of(temporary, TestBinaries.BINARIES.home()));
  }

  @AfterEach
  void leaveNothing() {
    try (var server = open()) {
      server.stop(MINUTE);
      server.delete();
    }
  }

  private PostgresServer open() {
    return PostgresServer.open(TestBinaries.BINARIES, directory, runAs);
  }

  private RunningServer start(PostgresServer server) {
    server.initialize("boss", ScramVerifier.of(PASSWORD, new SecureRandom()));
    return server.start(port, SETTINGS, LOGIN, MINUTE);
  }

  private String query(String sql) throws SQLException {
    try (var connection = LOGIN.connect(port, MINUTE);
        var statement = connection.createStatement();
        var result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private void execute(String sql) throws SQLException {
    try (var connection = LOGIN.connect(port, MINUTE);
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  @Test
  void aNewServerIsDurableChecksummedAndAsksForAPassword() throws SQLException {
    try (var server = open()) {
      // when
      var running = start(server);

      // then
      assertThat(running.adopted()).isFalse();
      assertThat(query("show server_version")).isEqualTo(TestBinaries.BINARIES.serverVersion());
      assertThat(query("show data_checksums")).isEqualTo("on");
      assertThat(query("show fsync")).isEqualTo("on");
      assertThat(query("show server_encoding")).isEqualTo("UTF8");
      assertThat(query("select upper('äß')")).isEqualTo("Äß");
      assertThat(
              query(
                  "select count(*)::text from pg_hba_file_rules where auth_method <> 'scram-sha-256'"))
          .isEqualTo("0");
      var stranger = new Login("boss", "guess", "postgres");
      assertThatThrownBy(() -> stranger.connect(port, MINUTE)).isInstanceOf(SQLException.class);
    }
  }

  @Test
  void noPasswordAndNoVerifierIsLeftInAFile() throws IOException {
    try (var server = open()) {
      // when
      start(server);

      // then
      try (var files = Files.list(server.directory())) {
        assertThat(files.map(file -> file.getFileName().toString()))
            .containsExactlyInAnyOrder(
                "data", "log", "server.lock", "postgresql.conf", "pg_hba.conf");
      }
    }
  }

  @Test
  void theNextOwnerRecognizesAServerThatRuns() {
    // given
    RunningServer before;
    try (var server = open()) {
      before = start(server);
    }

    // when
    try (var server = open()) {
      var adopted = server.adopt(LOGIN);
      var started = server.start(port, SETTINGS, LOGIN, MINUTE);

      // then
      var expected = new RunningServer(before.process(), port, before.systemIdentifier(), true);
      assertThat(adopted).contains(expected);
      assertThat(started).isEqualTo(expected);
    }
  }

  @Test
  void aServerHasASessionOfItsOwnSoThatCtrlCDoesNotReachIt() throws IOException {
    Assumptions.assumeTrue(Files.isDirectory(Path.of("/proc/self")), "needs Linux");
    try (var server = open()) {
      // when
      var running = start(server);

      // then
      assertThat(session(running.process().pid()))
          .isEqualTo(running.process().pid())
          .isNotEqualTo(session(ProcessHandle.current().pid()));
    }
  }

  private static long session(long pid) throws IOException {
    var line = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return Long.parseLong(line.substring(line.lastIndexOf(')') + 2).split(" ", -1)[3]);
  }

  @Test
  void twoOwnersCannotHaveOneDirectory() {
    try (var _ = open()) {
      assertThatThrownBy(this::open).isInstanceOf(DirectoryInUseException.class);
    }
  }

  @Test
  void aStoppedServerKeepsItsData() throws SQLException {
    try (var server = open()) {
      // given
      start(server);
      execute("create table kept as select 42 as answer");

      // when
      server.stop(MINUTE);
      assertThat(server.process()).isEmpty();
      server.start(port, SETTINGS, LOGIN, MINUTE);

      // then
      assertThat(query("select answer::text from kept")).isEqualTo("42");
    }
  }

  @Test
  void aKilledServerRecoversWhatWasCommitted() throws SQLException {
    try (var server = open()) {
      // given
      var running = start(server);
      execute("create table kept as select 42 as answer");

      // when
      running.process().kill();
      assertThat(running.process().awaitEnd(MINUTE)).isTrue();
      assertThat(server.process()).isEmpty();
      var again = server.start(port, SETTINGS, LOGIN, MINUTE);

      // then
      assertThat(again.adopted()).isFalse();
      assertThat(query("select answer::text from kept")).isEqualTo("42");
    }
  }

  @Test
  void aPidFileWhoseNumberNowBelongsToSomethingElseIsNotBelieved() throws IOException {
    try (var server = open()) {
      // given
      start(server);
      server.stop(MINUTE);
      Files.writeString(
          server.directory().resolve("data/postmaster.pid"),
          "%d\n%s\n%d\n%d\n\n127.0.0.1\n"
              .formatted(
                  ProcessHandle.current().pid(),
                  server.directory().resolve("data"),
                  System.currentTimeMillis() / 1000,
                  port));
      assertThat(server.process()).isEmpty();

      // when
      var again = server.start(port, SETTINGS, LOGIN, MINUTE);

      // then
      assertThat(again.adopted()).isFalse();
    }
  }

  @Test
  void aPortThatIsTakenIsSaid() throws IOException {
    try (var server = open();
        var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      // given
      server.initialize("boss", ScramVerifier.of(PASSWORD, new SecureRandom()));

      // when
      assertThatThrownBy(() -> server.start(taken.getLocalPort(), SETTINGS, LOGIN, MINUTE))
          // then
          .isInstanceOfSatisfying(
              PortInUseException.class, e -> assertThat(e.port()).isEqualTo(taken.getLocalPort()));
    }
  }

  @Test
  void aBadSettingFailsAtOnceWithTheServersOwnWords() {
    try (var server = open()) {
      // given
      server.initialize("boss", ScramVerifier.of(PASSWORD, new SecureRandom()));

      // when
      assertThatThrownBy(
              () -> server.start(port, SETTINGS.with("shared_buffers", "much"), LOGIN, MINUTE))
          // then
          .isInstanceOf(PostgresException.class)
          .hasMessageContaining("shared_buffers");
    }
  }

  @Test
  void anInterruptedInitializationIsDoneAgain() throws IOException {
    try (var server = open()) {
      // given
      Files.createDirectories(server.directory().resolve("initializing-abc/base"));
      Files.writeString(server.directory().resolve("initializing-abc/PG_VERSION"), "17");

      // when
      var running = start(server);

      // then
      assertThat(running.adopted()).isFalse();
    }
  }

  @Test
  void dataOfAnotherMajorVersionIsRefusedWithAdvice() throws IOException {
    // given
    Files.createDirectories(directory.resolve("data"));
    var version = directory.resolve("data/PG_VERSION");
    Files.writeString(version, "16\n");

    // when
    assertThatThrownBy(this::open)
        // then
        .isInstanceOf(IncompatibleDataException.class)
        .hasMessageContaining("PostgreSQL 16")
        .hasMessageContaining("pg_dump");
    Files.delete(version);
  }

  @Test
  void deletingLeavesNoDirectoryAndNoUser() {
    // given
    try (var server = open()) {
      start(server);
      server.stop(MINUTE);

      // when
      server.delete();
    }

    // then
    assertThat(directory).doesNotExist();
    if (runAs instanceof SystemUser(var name)) {
      assertThat(SystemUser.known()).doesNotContain(name);
    }
  }

  @Test
  void deletingAKilledServerFreesItsSharedMemory() throws IOException {
    // given
    Assumptions.assumeTrue(Files.isReadable(Path.of("/proc/sysvipc/shm")), "needs Linux");
    try (var server = open()) {
      var running = start(server);
      var segment = sharedMemoryKey(server);
      running.process().kill();
      assertThat(running.process().awaitEnd(MINUTE)).isTrue();
      assertThat(Files.readString(Path.of("/proc/sysvipc/shm"))).contains(segment);

      // when
      await(() -> sharedMemoryIsFree(segment));
      server.delete();

      // then
      assertThat(Files.readString(Path.of("/proc/sysvipc/shm"))).doesNotContain(segment);
    }
  }

  /** The id of the segment, as the server notes it in the seventh line of its file. */
  private static String sharedMemoryKey(PostgresServer server) throws IOException {
    var line = Files.readAllLines(server.directory().resolve("data/postmaster.pid")).get(6).strip();
    return " " + line.split(" +", -1)[1] + " ";
  }

  /** Whether the last backend of a killed server has left. */
  private static boolean sharedMemoryIsFree(String segment) {
    try {
      return Files.readAllLines(Path.of("/proc/sysvipc/shm")).stream()
          .filter(line -> line.contains(segment))
          .allMatch(line -> line.strip().split(" +", -1)[6].equals("0"));
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static void await(java.util.function.BooleanSupplier condition) {
    var deadline = System.nanoTime() + MINUTE.toNanos();
    while (!condition.getAsBoolean() && System.nanoTime() - deadline < 0) {
      Thread.onSpinWait();
    }
  }

  @Test
  void aServerCanBeSeenWithoutOwningIt() {
    try (var server = open()) {
      // given
      assertThat(ServerSight.of(directory)).isEqualTo(new ServerSight(false, Optional.empty(), 0));

      // when
      var running = start(server);

      // then
      assertThat(ServerSight.of(directory))
          .isEqualTo(new ServerSight(true, Optional.of(running.process()), port));
      assertThat(ServerSight.systemIdentifier(directory)).isEqualTo(running.systemIdentifier());
    }
  }

  @Test
  void aRunningServerIsNotDeleted() {
    try (var server = open()) {
      // given
      start(server);

      // when
      assertThatThrownBy(server::delete).isInstanceOf(PostgresException.class);

      // then
      assertThat(server.adopt(LOGIN)).isPresent();
    }
  }

  @Test
  void aUserNamespaceServesWhereNoUserCanBeAdded() throws IOException {
    // given
    Assumptions.assumeTrue(
        Host.local().root() && Host.local().canEnterUserNamespace(),
        "needs root and user namespaces");
    Files.setPosixFilePermissions(temporary, fromString("rwx------"));
    runAs = RunAs.choose(Host.local(), "rky-never", List.of(temporary));

    try (var server = open()) {
      // when
      var running = start(server);
      server.stop(MINUTE);

      // then
      assertThat(runAs).isEqualTo(new RunAs.UserNamespace());
      assertThat(running.process().isAlive()).isFalse();
      assertThat(server.process()).isEqualTo(Optional.empty());
    }
  }
}
