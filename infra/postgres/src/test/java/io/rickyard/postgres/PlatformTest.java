package io.rickyard.postgres;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlatformTest {

  @ParameterizedTest
  @CsvSource({
    "Linux, amd64, LINUX_AMD64",
    "Linux, aarch64, LINUX_ARM64",
    "Mac OS X, x86_64, MAC_AMD64",
    "Mac OS X, aarch64, MAC_ARM64"
  })
  void supportedPlatformsAreKnown(String name, String arch, Platform expected) {
    assertThat(Platform.of(name, arch)).isEqualTo(expected);
  }

  @Test
  void anUnsupportedPlatformIsNamedInTheMessage() {
    assertThatThrownBy(() -> Platform.of("Windows 11", "amd64"))
        .isInstanceOf(PostgresException.class)
        .hasMessageContaining("Windows 11 on amd64");
  }
}
