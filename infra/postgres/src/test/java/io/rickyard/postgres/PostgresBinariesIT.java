package io.rickyard.postgres;

import static java.nio.file.attribute.PosixFilePermission.OTHERS_EXECUTE;
import static java.nio.file.attribute.PosixFilePermission.OTHERS_READ;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PostgresBinariesIT {

  @TempDir Path directory;

  @Test
  void programsAreUnpackedOnceForEveryUser() throws IOException {
    // given
    var first = PostgresBinaries.unpackInto(directory);
    var stamp = Files.getLastModifiedTime(first.home());

    // when
    var second = PostgresBinaries.unpackInto(directory);

    // then
    assertThat(Files.getLastModifiedTime(second.home())).isEqualTo(stamp);
    assertThat(Files.getPosixFilePermissions(second.postgres()))
        .contains(OTHERS_READ, OTHERS_EXECUTE);
    assertThat(second.major()).isEqualTo(17);
    assertThat(second.initdb()).isExecutable();
    assertThat(second.pgCtl()).isExecutable();
  }

  @Test
  void whatAnInterruptedUnpackingLeftIsReplaced() throws IOException {
    // given
    var name = TestBinaries.BINARIES.home().getFileName();
    var partial = Files.createDirectories(directory.resolve(name + ".partial/bin"));
    Files.writeString(partial.resolve("postgres"), "half");

    // when
    var binaries = PostgresBinaries.unpackInto(directory);

    // then
    assertThat(Files.size(binaries.postgres())).isGreaterThan(1_000_000);
    assertThat(partial).doesNotExist();
  }
}
