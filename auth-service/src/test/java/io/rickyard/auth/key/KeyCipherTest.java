package io.rickyard.auth.key;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeyCipherTest {

  private static final byte[] PLAIN = "a private key".getBytes(StandardCharsets.UTF_8);

  private final SecureRandom random = new SecureRandom();

  @Test
  void onlyTheSameKeyAndContextOpen() {
    // given
    var cipher = new KeyCipher(new MasterKey(new byte[32]).derive("a"), random);

    // when
    byte[] sealed = cipher.encrypt(PLAIN, "key 1");

    // then
    assertThat(cipher.decrypt(sealed, "key 1")).isEqualTo(PLAIN);
    assertThatThrownBy(() -> cipher.decrypt(sealed, "key 2")).isInstanceOf(WrongKey.class);
    var other = new KeyCipher(new MasterKey(new byte[32]).derive("b"), random);
    assertThatThrownBy(() -> other.decrypt(sealed, "key 1")).isInstanceOf(WrongKey.class);
  }

  @Test
  void keyFileIsMadeOnceAndForItsOwnerAlone(@TempDir Path directory) throws IOException {
    // given
    Path file = directory.resolve("deeper").resolve("auth-key");

    // when
    byte[] made = MasterKeyFile.readOrCreate(file, random);

    // then
    assertThat(made).hasSize(32);
    assertThat(MasterKeyFile.readOrCreate(file, random)).isEqualTo(made);
    assertThat(Files.getPosixFilePermissions(file))
        .isEqualTo(PosixFilePermissions.fromString("rw-------"));
    try (var files = Files.list(file.resolveSibling("."))) {
      assertThat(files).hasSize(1);
    }
  }
}
