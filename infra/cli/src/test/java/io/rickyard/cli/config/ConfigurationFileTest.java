package io.rickyard.cli.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConfigurationFileTest {
  private static final Configuration CONFIGURATION =
      new Configuration(
          URI.create("https://rickyard.example"), "sbp_1", "abc", "/data/credentials.json");

  @TempDir private Path home;

  @Test
  void whatIsWrittenIsReadAgainAndOnlyByItsOwner() throws IOException {
    // given
    var file = fileOfUser();

    // when
    file.write(CONFIGURATION);

    // then
    assertThat(file.path()).isEqualTo(home.resolve("rickyard/config.json"));
    assertThat(file.read()).isEqualTo(CONFIGURATION);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file.path())))
        .isEqualTo("rw-------");
    assertThat(file.readableByOthers()).isFalse();
  }

  @Test
  void fileThatOthersMayReadIsNoticed() throws IOException {
    // given
    var file = fileOfUser();
    file.write(CONFIGURATION);

    // when
    Files.setPosixFilePermissions(file.path(), PosixFilePermissions.fromString("rw-r--r--"));

    // then
    assertThat(file.readableByOthers()).isTrue();
  }

  @Test
  void missingFileMeansTheUsualPlaceWithoutToken() {
    assertThat(fileOfUser().read()).isEqualTo(Configuration.unset());
  }

  @Test
  void brokenFileSaysWhatToDo() throws IOException {
    // given
    var file = fileOfUser();
    Files.createDirectories(file.path().getParent());
    Files.writeString(file.path(), "{\"url\": ");

    // then
    assertThatThrownBy(file::read)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("rickyard login")
        .hasMessageContaining(file.path().toString());
  }

  @Test
  void relativeConfigurationHomeIsIgnoredAsTheStandardSays() {
    // when
    var file = ConfigurationFile.ofUser(Map.of("XDG_CONFIG_HOME", "here", "HOME", "/home/ann"));

    // then
    assertThat(file.path()).isEqualTo(Path.of("/home/ann/.config/rickyard/config.json"));
  }

  private ConfigurationFile fileOfUser() {
    return ConfigurationFile.ofUser(Map.of("XDG_CONFIG_HOME", home.toString()));
  }
}
