package io.rickyard.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RuntimeOfProjectsTest {

  @TempDir Path directory;

  @Test
  void nobodyGetsContainersUnasked() {
    // when
    var runtime = RuntimeOfProjects.asked(Map.of());

    // then
    assertThat(runtime.kind()).isEqualTo("process");
    assertThat(runtime.profiles()).isEqualTo("database");
    assertThat(runtime.because()).startsWith("RICKYARD_RUNTIME_KIND is not set; ");
  }

  @Test
  void whoAsksForContainersGetsThemInEveryProfile() {
    // when
    var runtime = RuntimeOfProjects.asked(Map.of("RICKYARD_RUNTIME_KIND", "docker"));

    // then
    assertThat(runtime.kind()).isEqualTo("docker");
    assertThat(runtime.profiles()).isEqualTo("database,core,standard,full");
  }

  @Test
  void withoutAnEngineTheAutomaticChoiceIsProcessesAndSaysWhy() {
    // given
    var nowhere = "unix://" + directory.resolve("engine.sock");

    // when
    var runtime =
        RuntimeOfProjects.asked(
            Map.of("RICKYARD_RUNTIME_KIND", "auto", "RICKYARD_RUNTIME_DOCKER_ENGINE", nowhere));

    // then
    assertThat(runtime.kind()).isEqualTo("process");
    assertThat(runtime.because()).startsWith("The engine " + nowhere + " has not answered");
  }

  @Test
  void settingsOfTheEngineArePassedOn() {
    // when
    var runtime =
        RuntimeOfProjects.asked(Map.of("RICKYARD_RUNTIME_DOCKER_TRASH_AFTER", "PT1S", "HOME", "/"));

    // then
    assertThat(runtime.settings())
        .containsExactly(Map.entry("rickyard.runtime.docker.trash-after", "PT1S"));
  }

  @Test
  void anUnknownKindIsRefused() {
    assertThatThrownBy(() -> RuntimeOfProjects.asked(Map.of("RICKYARD_RUNTIME_KIND", "podman")))
        .isInstanceOf(LaunchFailed.class)
        .hasMessage("rickyard.runtime.kind is process, docker or auto, not podman");
  }
}
