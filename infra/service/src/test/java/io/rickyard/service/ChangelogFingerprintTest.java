package io.rickyard.service;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.jar.JarEntry;
import java.util.jar.JarOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangelogFingerprintTest {

  private static final String LIST =
      """
      <?xml version="1.0" encoding="UTF-8"?>
      <databaseChangeLog xmlns="http://www.liquibase.org/xml/ns/dbchangelog">
        <!-- one of each -->
        <include file="one.sql"/>
        <includeAll path="more/"/>
      </databaseChangeLog>
      """;

  @TempDir private Path root;

  @BeforeEach
  void write() throws IOException {
    Files.createDirectories(root.resolve("more"));
    write("list.xml", LIST);
    write("one.sql", "create table one ();");
    write("more/two.sql", "create table two ();");
  }

  @Test
  void isTheSameForTheSameContent() throws IOException {
    assertThat(fingerprint()).isPresent().isEqualTo(fingerprint());
  }

  @Test
  void isTheSameInAJar() throws IOException {
    // given
    Path jar = root.resolve("all.jar");
    try (var out = new JarOutputStream(Files.newOutputStream(jar))) {
      for (String name : List.of("more/", "list.xml", "one.sql", "more/two.sql")) {
        out.putNextEntry(new JarEntry(name));
        if (!name.endsWith("/")) {
          Files.copy(root.resolve(name), out);
        }
      }
    }

    // when
    var packed = fingerprint(jar);

    // then
    assertThat(packed).isPresent().isEqualTo(fingerprint());
  }

  @ParameterizedTest
  @ValueSource(strings = {"one.sql", "more/two.sql", "more/three.sql"})
  void changesWithEachFile(String file) throws IOException {
    // given
    var before = fingerprint();

    // when
    write(file, "create table other ();");

    // then
    assertThat(fingerprint()).isPresent().isNotEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "<include file=\"other.xml\"/>",
        "<include file=\"one.sql\" relativeToChangelogFile=\"true\"/>",
        "<includeAll path=\"more/\" filter=\"Some\"/>",
        "<changeSet id=\"1\" author=\"a\"><sql>select 1</sql></changeSet>",
        "<property name=\"a\" value=\"b\"/>",
      })
  void isMissingWhereAChangelogHoldsWhatIsNotKnown(String element) throws IOException {
    // when
    write("list.xml", LIST.replace("<include file=\"one.sql\"/>", element));

    // then
    assertThat(fingerprint()).isEmpty();
  }

  @Test
  void isMissingWhereADirectoryHoldsMoreThanSql() throws IOException {
    // when
    write("more/three.xml", "<databaseChangeLog/>");

    // then
    assertThat(fingerprint()).isEmpty();
  }

  @Test
  void fileThatIsNotThereIsNamed() throws IOException {
    // given
    Files.delete(root.resolve("one.sql"));

    // when
    assertThatThrownBy(this::fingerprint)
        // then
        .isInstanceOf(IOException.class)
        .hasMessageContaining("one.sql");
  }

  private void write(String file, String text) throws IOException {
    Files.writeString(root.resolve(file), text);
  }

  private Optional<String> fingerprint() throws IOException {
    return fingerprint(root);
  }

  private static Optional<String> fingerprint(Path classPath) throws IOException {
    try (var classes = new URLClassLoader(new URL[] {classPath.toUri().toURL()}, null)) {
      return new ChangelogFingerprint(classes).of("list.xml");
    }
  }
}
