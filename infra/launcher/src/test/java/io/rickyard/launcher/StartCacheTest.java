package io.rickyard.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StartCacheTest {

  private static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-Xmx384m",
          "-XX:AOTMode=record",
          "-XX:AOTConfiguration=/somewhere",
          "-Drickyard.start-cache.file=/elsewhere");

  @TempDir Path directory;

  @Test
  void isMadeWithTheOptionsOfTheStartButNeverRecordsItself() {
    // when
    var command = cache().making(Path.of("/jdk/bin/java"), OPTIONS, "rickyard.jar");

    // then
    assertThat(command.subList(command.indexOf("/jdk/bin/java"), command.size()))
        .containsExactly(
            "/jdk/bin/java",
            "-XX:+UseG1GC",
            "-Xmx384m",
            "-XX:AOTMode=create",
            "-cp",
            "rickyard.jar");
  }

  @Test
  void appearsOnlyWhenItIsWhole() throws Exception {
    // given
    var cache = cache();
    Files.writeString(cache.record(), "seen");

    // when
    run(
        cache.making(
            program("printf whole >\"${file#-XX:AOTCache=}\""), List.of(), "rickyard.jar"));

    // then
    assertThat(cache.file()).hasContent("whole");
    assertThat(left()).containsExactlyInAnyOrder("java", "start-1.aot");
  }

  @Test
  void leavesNothingWhenItsMakingFails() throws Exception {
    // given
    var cache = cache();
    Files.writeString(cache.record(), "seen");

    // when
    run(
        cache.making(
            program("printf half >\"${file#-XX:AOTCache=}\"; exit 1"), List.of(), "rickyard.jar"));

    // then
    assertThat(left()).containsExactly("java");
  }

  @Test
  void keepsTheThreeNewest() throws Exception {
    // given
    var cache = cache();
    Files.writeString(cache.record(), "seen");
    for (int old = 2; old <= 6; old++) {
      Path other = Files.writeString(directory.resolve("start-" + old + ".aot"), "old");
      Files.setLastModifiedTime(other, FileTime.fromMillis(1_000_000L * old));
    }

    // when
    run(
        cache.making(
            program("printf whole >\"${file#-XX:AOTCache=}\""), List.of(), "rickyard.jar"));

    // then
    assertThat(left())
        .containsExactlyInAnyOrder("java", "start-1.aot", "start-5.aot", "start-6.aot");
  }

  @Test
  void isNotAskedForUnlessTheScriptDoes() {
    assertThat(StartCache.asked(new Properties())).isEmpty();
  }

  private StartCache cache() {
    return new StartCache(directory.resolve("start-1.7.record"), directory.resolve("start-1.aot"));
  }

  /** Stands in for java: its last argument names the file to be made. */
  private Path program(String body) throws IOException {
    Path program = directory.resolve("java");
    Files.writeString(program, "#!/bin/sh\nfor file; do :; done\n" + body + "\n");
    assertThat(program.toFile().setExecutable(true)).isTrue();
    return program;
  }

  private static void run(List<String> command) throws IOException, InterruptedException {
    assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
  }

  private List<String> left() throws IOException {
    try (Stream<Path> files = Files.list(directory)) {
      return files.map(file -> file.getFileName().toString()).toList();
    }
  }
}
