package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What can go wrong at the start is said in one clear sentence, with a non-zero exit. */
class LauncherIT {

  private Workspace workspace;
  private LocalInstallation installation;

  @BeforeEach
  void prepare() throws Exception {
    workspace = Workspace.create();
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
  }

  @AfterEach
  void remove() throws Exception {
    installation.close();
    workspace.close();
  }

  @Test
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
  void secondInstanceOnTheSameDataIsRefused() throws Exception {
    // given
    installation.start("--no-demo");

    // when
    var second = installation.up("--no-demo");

    // then
    assertThat(second.status()).isEqualTo(1);
    assertThat(second.error()).contains("already runs on", "infra/down");
  }

  @Test
  void dataDirectoryThatIsAFileIsNamed() throws Exception {
    // given
    Files.writeString(installation.data(), "not a directory");

    // when
    var up = installation.up("--no-demo");

    // then
    assertThat(up.status()).isEqualTo(1);
    assertThat(up.error())
        .contains("The data directory " + installation.data() + " cannot be used");
  }

  @Test
  void databaseOfAnotherMajorVersionIsRefusedWithAdvice() throws Exception {
    // given
    installation.start("--no-demo");
    installation.stop();
    Files.writeString(installation.data().resolve("database/data/PG_VERSION"), "16\n");

    // when
    var up = installation.up("--no-demo");

    // then
    assertThat(up.status()).isEqualTo(1);
    assertThat(up.error()).contains("16").contains("17");
  }

  @Test
  void damagedCredentialsAreNamed() throws Exception {
    // given
    installation.start("--no-demo");
    installation.stop();
    Files.writeString(installation.data().resolve("secrets/installation.json"), "{");

    // when
    var up = installation.up("--no-demo");

    // then
    assertThat(up.status()).isEqualTo(1);
    assertThat(up.error()).contains("installation.json is damaged");
  }

  @Test
  void unknownOptionIsAUsageError() throws Exception {
    assertThat(installation.up("--nonsense").status()).isEqualTo(2);
  }
}
