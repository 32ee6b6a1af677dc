package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.systemtests.fault.SmallDisk;
import java.io.File;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
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
  void machineWithoutJavaIsToldWhatToInstall() throws Exception {
    // given
    Path tools = Files.createDirectory(workspace.path().resolve("tools"));
    for (String tool : List.of("bash", "cat", "dirname", "head", "readlink", "sed")) {
      Files.createSymbolicLink(tools.resolve(tool), onPath(tool));
    }
    String nowhere = Files.createDirectory(workspace.path().resolve("nowhere")).toString();

    // when
    var up =
        installation.up(
            Map.of(
                "PATH",
                tools.toString(),
                "HOME",
                nowhere,
                "JAVA_HOME",
                "",
                "RICKYARD_JAVA_ROOT",
                nowhere));

    // then
    assertThat(up.status()).isEqualTo(1);
    assertThat(up.error()).contains("Rickyard needs a JDK 25", "apt-get install", "JAVA_HOME");
  }

  @Test
  @Order(5)
  void fullDiskIsNamed() throws Exception {
    // given
    Programs.need(
        SmallDisk.possible(), "RICKYARD_REQUIRE_MOUNT", "the right to mount file systems");
    try (var _ = SmallDisk.mount(installation.data(), 64)) {
      // when
      var up = installation.up("--no-demo");

      // then
      assertThat(up.status()).isEqualTo(1);
      assertThat(up.error()).contains("MiB are free under " + installation.data(), "--data");
    }
  }

  @Test
  @Order(6)
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
  @Order(7)
  void everyoneNamesTheVersionOfTheBuild() throws Exception {
    // given
    installation.start("--no-demo");

    // when
    var health = installation.client().get(io.rickyard.cli.api.Path.of("/v1/health"));

    // then
    String version = health.path("version").asText();
    assertThat(version).matches("\\d+\\.\\d+\\.\\d+.*");
    assertThat(installation.cli("--version").output().strip()).isEqualTo("rickyard " + version);
    assertThat(installation.up("--version").output().strip()).isEqualTo("Rickyard " + version);
    assertThat(installation.stop().status()).isZero();
  }

  @Test
  @Order(8)
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
  @Order(9)
  void damagedKeysAreNamed() throws Exception {
    // given
    Files.writeString(installation.data().resolve("secrets/installation.json"), "{");

    // when
    var up = installation.up("--no-demo");

    // then
    assertThat(up.status()).isEqualTo(1);
    assertThat(up.error()).contains("installation.json is damaged");
  }

  private static Path onPath(String tool) {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(directory -> Path.of(directory, tool))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }
}
