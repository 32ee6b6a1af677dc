package io.rickyard.postgres;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever creates a server may be killed at any moment; the next owner finishes the work. */
class KilledOwnerIT {

  private static final Duration MINUTE = Duration.ofMinutes(1);

  @ParameterizedTest
  @ValueSource(longs = {0, 60, 150, 300, 500, 700, 900})
  void theNextOwnerFinishesWhateverMomentTheFirstWasKilledAt(
      long millisAfterBeginning, @TempDir Path temporary) throws Exception {
    // given
    Files.setPosixFilePermissions(temporary, fromString("rwx--x--x"));
    var directory = temporary.resolve("server");
    var port = TestBinaries.freePort();
    var user = "rky-it-" + Long.toString(System.nanoTime(), 36);
    var owner = begun(directory, port, user);

    // when
    if (!owner.waitFor(millisAfterBeginning, TimeUnit.MILLISECONDS)) {
      owner.destroyForcibly().waitFor();
    }

    // then
    try (var server = OwnerToBeKilled.open(directory, user)) {
      var running = OwnerToBeKilled.bringUp(server, port);
      assertThat(running.port()).isEqualTo(port);
      assertThat(running.process().isAlive()).isTrue();
      server.stop(MINUTE);
      server.delete();
    }
    assertThat(directory).doesNotExist();
    assertThat(SystemUser.known()).doesNotContain(user);
    assertThat(processesThatName(directory)).isEmpty();
  }

  private static Process begun(Path directory, int port, String user) throws IOException {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                OwnerToBeKilled.class.getName(),
                directory.toString(),
                Integer.toString(port),
                user)
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    assertThat(process.inputReader().readLine()).isEqualTo("begins");
    return process;
  }

  private static List<String> processesThatName(Path directory) {
    return ProcessHandle.allProcesses()
        .flatMap(process -> process.info().commandLine().stream())
        .filter(line -> line.contains(directory.toString()))
        .toList();
  }
}
