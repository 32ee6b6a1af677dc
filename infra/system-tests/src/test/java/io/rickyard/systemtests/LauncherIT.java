package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What can go wrong at the start is said in one clear sentence, with a non-zero exit. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LauncherIT {

  private static Workspace workspace;
  private static LocalInstallation installation;

  @BeforeAll
  static void prepare() throws Exception {
    workspace = Workspace.create();
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
  }

  @AfterAll
  static void remove() throws Exception {
    installation.close();
    workspace.close();
  }

  @Test
  @Order(1)
  void unknownOptionIsAUsageError() throws Exception {
    assertThat(installation.up("--nonsense").status()).isEqualTo(2);
  }

  @Test
  @Order(2)
  void dataDirectoryThatIsAFileIsNamed() throws Exception {
    // given
    Files.writeString(installation.data(), "not a directory");

    // when
    var up = installation.up("--no-demo");

    // then
    assertThat(up.status()).isEqualTo(1);
    assertThat(up.error())
        .contains("The data directory " + installation.data() + " cannot be used");
    Files.delete(installation.data());
  }

  @Test
  @Order(3)
  void portInUseIsNamed() throws Exception {
    try (var _ = new ServerSocket(installation.port(), 1, InetAddress.getLoopbackAddress())) {
      // when
      var up = installation.up("--no-demo");

      // then
      assertThat(up.status()).isEqualTo(1);
      assertThat(up.error()).contains("Port " + installation.port() + " is in use", "--port");
    }
  }

  @Test
  @Order(4)
  void secondInstanceOnTheSameDataIsRefused() throws Exception {
    // given
    installation.start("--no-demo");

    // when
    var second = installation.up("--no-demo");

    // then
    assertThat(second.status()).isEqualTo(1);
    assertThat(second.error()).contains("already runs on", "infra/down");
    assertThat(installation.stop().status()).isZero();
    assertThat(installation.processes()).isEmpty();
  }

  @Test
  @Order(5)
  void databaseOfAnotherMajorVersionIsRefusedWithAdvice() throws Exception {
    // given
    Path version = installation.data().resolve("database/data/PG_VERSION");
    String present = Files.readString(version);
    Files.writeString(version, "16\n");

    // when
    var up = installation.up("--no-demo");

    // then
    assertThat(up.status()).isEqualTo(1);
    assertThat(up.error()).contains("16", "17");
    Files.writeString(version, present);
  }

  @Test
  @Order(6)
  void damagedKeysAreNamed() throws Exception {
    // given
    Files.writeString(installation.data().resolve("secrets/installation.json"), "{");

    // when
    var up = installation.up("--no-demo");

    // then
    assertThat(up.status()).isEqualTo(1);
    assertThat(up.error()).contains("installation.json is damaged");
  }
}
