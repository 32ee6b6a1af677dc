package io.rickyard.postgres;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DirectoryLockTest {

  @TempDir Path directory;

  @Test
  void aSecondOwnerIsRefusedUntilTheFirstLetsGo() throws Exception {
    // given
    var file = directory.resolve("lock");
    var first = DirectoryLock.take(file);
    assertThatThrownBy(() -> DirectoryLock.take(file)).isInstanceOf(DirectoryInUseException.class);

    // when
    first.close();

    // then
    assertThatCode(() -> DirectoryLock.take(file).close()).doesNotThrowAnyException();
  }
}
