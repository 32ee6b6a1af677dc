package io.rickyard.postgres;

import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunAsTest {

  private record FakeHost(boolean root, boolean canAddUsers, boolean canEnterUserNamespace)
      implements Host {}

  @TempDir Path directory;

  @BeforeEach
  void letOthersEnter() throws IOException {
    Files.setPosixFilePermissions(directory, fromString("rwx--x--x"));
  }

  @Test
  void anOrdinaryUserRunsServersAsItself() {
    assertThat(RunAs.choose(new FakeHost(false, false, true), "rky-a", List.of(directory)))
        .isEqualTo(new RunAs.Self());
  }

  @Test
  void rootGivesEachServerItsOwnUser() {
    assertThat(RunAs.choose(new FakeHost(true, true, true), "rky-a", List.of(directory)))
        .isEqualTo(new SystemUser("rky-a"));
  }

  @Test
  void rootUsesANamespaceWhereUsersCannotBeAdded() {
    assertThat(RunAs.choose(new FakeHost(true, false, true), "rky-a", List.of(directory)))
        .isEqualTo(new RunAs.UserNamespace());
  }

  @Test
  void rootUsesANamespaceWhereOthersCannotEnterTheDirectory() throws IOException {
    // given
    var closed = Files.createDirectory(directory.resolve("closed"));
    Files.setPosixFilePermissions(closed, fromString("rwx------"));

    // when
    var chosen =
        RunAs.choose(new FakeHost(true, true, true), "rky-a", List.of(closed.resolve("servers")));

    // then
    assertThat(chosen).isEqualTo(new RunAs.UserNamespace());
  }

  @Test
  void rootThatMayDoNothingIsToldWhatToMend() throws IOException {
    // given
    var closed = Files.createDirectory(directory.resolve("closed"));
    Files.setPosixFilePermissions(closed, fromString("rwx------"));

    // when
    assertThatThrownBy(
            () -> RunAs.choose(new FakeHost(true, true, false), "rky-a", List.of(closed)))
        // then
        .isInstanceOf(PostgresException.class)
        .hasMessageContaining("chmod o+x " + closed)
        .hasMessageContaining("ordinary user");
  }

  @Test
  void onlyNamesOfOurOwnAreAccepted() {
    assertThatThrownBy(() -> new SystemUser("daemon")).isInstanceOf(IllegalArgumentException.class);
  }
}
