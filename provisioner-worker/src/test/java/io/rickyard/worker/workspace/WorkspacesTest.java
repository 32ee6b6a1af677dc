package io.rickyard.worker.workspace;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkspacesTest {

  private static final int FIRST_USER = 1_900_100_000;

  @Test
  void twoAttemptsNeverShareAPlace(@TempDir Path directory) throws IOException {
    // given
    var workspaces = new Workspaces(directory.resolve("work"), FIRST_USER);

    // when
    try (var one = workspaces.open().orElseThrow();
        var other = workspaces.open().orElseThrow()) {

      // then
      assertThat(one.home()).isNotEqualTo(other.home());
      assertThat(one.user()).isNotEqualTo(other.user());
      assertThat(Files.getPosixFilePermissions(one.home().getParent()))
          .isEqualTo(PosixFilePermissions.fromString("rwx------"));
    }
  }

  @Test
  void nothingIsLeftOfAnAttempt(@TempDir Path directory) throws IOException {
    // given
    var kept = Files.writeString(directory.resolve("kept"), "not ours");
    var workspaces = new Workspaces(directory.resolve("work"), FIRST_USER);
    Path place;
    try (var workspace = workspaces.open().orElseThrow()) {
      place = workspace.home().getParent();
      var closed = Files.createDirectories(workspace.home().resolve("a/b"));
      Files.writeString(closed.resolve("file"), "x");
      Files.createSymbolicLink(workspace.home().resolve("link"), directory);
      Files.setPosixFilePermissions(closed, PosixFilePermissions.fromString("---------"));

      // when
    }

    // then
    assertThat(place).doesNotExist();
    assertThat(kept).hasContent("not ours");
  }

  @Test
  void whatADeadProcessLeftIsReapedAndWhatIsInUseIsNot(@TempDir Path directory) throws IOException {
    // given
    var root = directory.resolve("work");
    var workspaces = new Workspaces(root, FIRST_USER);
    try (var inUse = workspaces.open().orElseThrow()) {
      var left = Files.createDirectories(root.resolve("7/home"));
      Files.writeString(left.resolve("secret"), "s");
      Files.writeString(root.resolve("7.process"), "999999999 1");

      // when
      int reaped = workspaces.reap();

      // then
      assertThat(reaped).isEqualTo(1);
      assertThat(root.resolve("7")).doesNotExist();
      assertThat(root.resolve("7.process")).doesNotExist();
      assertThat(inUse.home()).exists();
    }
  }

  @Test
  void processThatOnlyHasTheSameNumberIsLeftAlone(@TempDir Path directory) throws IOException {
    // given
    var root = Files.createDirectories(directory.resolve("work"));
    Files.createDirectories(root.resolve("3"));
    Files.writeString(root.resolve("3.process"), ProcessHandle.current().pid() + " 1");

    // when
    int reaped = new Workspaces(root, FIRST_USER).reap();

    // then
    assertThat(reaped).isEqualTo(1);
    assertThat(ProcessHandle.current().isAlive()).isTrue();
  }
}
