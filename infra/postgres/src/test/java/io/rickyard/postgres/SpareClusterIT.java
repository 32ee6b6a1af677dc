package io.rickyard.postgres;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SpareClusterIT {

  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final SecureRandom RANDOM = new SecureRandom();

  @TempDir Path temporary;

  private final String number = Long.toString(System.nanoTime(), 36);
  private final Login login = new Login("boss", "pass 'quoted' \"twice\"", "postgres");

  @BeforeEach
  void letUsersIn() throws IOException {
    Files.setPosixFilePermissions(temporary, fromString("rwx--x--x"));
  }

  @AfterEach
  void noUserIsLeft() {
    assertThat(SystemUser.known()).noneMatch(name -> name.contains(number));
  }

  private SpareCluster spare() {
    return new SpareCluster(
        TestBinaries.BINARIES, temporary.resolve("spare"), user("spare"), "boss");
  }

  private RunAs user(String name) {
    return RunAs.choose(
        Host.local(),
        "rky-" + name + "-" + number,
        List.of(temporary, TestBinaries.BINARIES.home()));
  }

  private PostgresServer open(String name) {
    return PostgresServer.open(TestBinaries.BINARIES, temporary.resolve(name), user(name));
  }

  private long identifier(String name) {
    return ControlFile.systemIdentifier(temporary.resolve(name).resolve("data"));
  }

  @Test
  void serverMadeOfASpareOneHasItsOwnPasswordAndOwner() throws Exception {
    // given
    var spare = spare();
    spare.fill(RANDOM);
    assertThat(spare.ready()).isTrue();
    int port = TestBinaries.freePort();
    try (var server = open("first")) {

      // when
      server.initialize("boss", ScramVerifier.of(login.password(), RANDOM), spare);

      // then
      assertThat(spare.ready()).isFalse();
      server.start(port, ServerSettings.frugal(), login, MINUTE);
      try (var connection = login.connect(port, MINUTE);
          var statement = connection.createStatement();
          var row =
              statement.executeQuery("select current_user, current_setting('data_checksums')")) {
        row.next();
        assertThat(row.getString(1)).isEqualTo("boss");
        assertThat(row.getString(2)).isEqualTo("on");
      }
      assertThatThrownBy(
              () -> new Login("boss", "another", "postgres").connect(port, MINUTE).close())
          .isInstanceOf(SQLException.class);
      server.stop(MINUTE);
      server.delete();
    }
  }

  @Test
  void eachIsTakenOnceAndNoTwoAreTheSame() throws Exception {
    // given
    var spare = spare();
    spare.fill(RANDOM);
    var verifier = ScramVerifier.of(login.password(), RANDOM);
    try (var first = open("first");
        var second = open("second")) {

      // when
      first.initialize("boss", verifier, spare);
      second.initialize("boss", verifier, spare);

      // then
      assertThat(first.initialized()).isTrue();
      assertThat(second.initialized()).isTrue();
      assertThat(identifier("first")).isNotEqualTo(identifier("second"));
      first.delete();
      second.delete();
    }
  }

  @Test
  void spareOneBelongsToNobodyWhoCouldComeAfterItsMaker() throws Exception {
    // when
    spare().fill(RANDOM);

    // then
    try (var files = Files.walk(temporary.resolve("spare"))) {
      var owners = files.map(SpareClusterIT::owner).distinct().toList();
      assertThat(owners).containsExactly(owner(temporary));
    }
    Directories.delete(temporary.resolve("spare"));
  }

  @Test
  void fillingGoesOnWhereItWasBrokenOff() throws Exception {
    // given
    var spare = spare();
    spare.fill(RANDOM);
    var ready = temporary.resolve("spare").resolve(TestBinaries.BINARIES.version());
    long identifier = ControlFile.systemIdentifier(ready.resolve("ready"));
    Files.move(ready.resolve("ready"), ready.resolve("data"));

    // when
    spare.fill(RANDOM);

    // then
    assertThat(ControlFile.systemIdentifier(ready.resolve("ready"))).isEqualTo(identifier);
    Directories.delete(temporary.resolve("spare"));
  }

  private static Object owner(Path path) {
    try {
      return Files.getAttribute(path, "unix:uid");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
