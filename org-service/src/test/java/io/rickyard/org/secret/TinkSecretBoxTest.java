package io.rickyard.org.secret;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.org.hook.HookId;
import io.rickyard.org.hook.HookSecret;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TinkSecretBoxTest {

  private static final HookSecret SECRET = new HookSecret("whsec_abc");
  private final HookId hook = HookId.next();

  @TempDir private Path directory = Path.of("");

  @Test
  void sealedSecretOpensAfterARestart() {
    // given
    byte[] sealed = box("key.json").seal(hook, SECRET);

    // when
    var opened = box("key.json").open(hook, sealed);

    // then
    assertThat(opened).isEqualTo(SECRET);
  }

  @Test
  void sealedSecretDoesNotShowIt() {
    // when
    byte[] sealed = box("key.json").seal(hook, SECRET);

    // then
    assertThat(new String(sealed, UTF_8)).doesNotContain("whsec_abc");
  }

  @Test
  void sealedSecretOpensForItsOwnHookOnly() {
    // given
    byte[] sealed = box("key.json").seal(hook, SECRET);

    // when, then
    assertThatThrownBy(() -> box("key.json").open(HookId.next(), sealed))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anotherKeyIsNamedAsTheCause() {
    // given
    byte[] sealed = box("key.json").seal(hook, SECRET);

    // when, then
    assertThatThrownBy(() -> box("other.json").open(hook, sealed))
        .hasMessageContaining("rickyard.org.master-key-file");
  }

  @Test
  void keyFileIsForItsOwnerOnly() throws IOException {
    // when
    box("key.json");

    // then
    assertThat(
            PosixFilePermissions.toString(
                Files.getPosixFilePermissions(directory.resolve("key.json"))))
        .isEqualTo("rw-------");
  }

  @Test
  void fileThatIsNoKeysetIsRefused() throws IOException {
    // given
    Files.writeString(directory.resolve("key.json"), "{}");

    // when, then
    assertThatThrownBy(() -> box("key.json"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("holds no keyset");
  }

  private TinkSecretBox box(String file) {
    return new TinkSecretBox(MasterKey.at(directory.resolve(file)));
  }
}
