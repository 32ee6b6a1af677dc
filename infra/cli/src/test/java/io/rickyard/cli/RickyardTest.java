package io.rickyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.cli.stub.StubInstallation.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What all commands have in common. */
class RickyardTest extends CommandsAtAnInstallation {

  @ParameterizedTest
  @CsvSource({
    "400, 2", "401, 3", "403, 1", "404, 4", "409, 5", "422, 2", "429, 6", "500, 1", "503, 6"
  })
  void refusalsHaveExitCodes(int status, int code) {
    // given
    installation.on("GET /v1/tasks/t1", Reply.problem(status, "some_code", "It says why."));

    // then
    assertThat(run("tasks", "show", "t1")).isEqualTo(code);
    assertThat(err()).startsWith("error: It says why.\n");
  }

  @Test
  void withJsonErrorsAreJsonToo() {
    // given
    installation.on("GET /v1/tasks/t1", Reply.problem(404, "not_found", "No such task."));

    // when
    run("tasks", "show", "t1", "--json");

    // then
    assertThat(out()).isEmpty();
    assertThat(json(err()).path("error").path("code").asText()).isEqualTo("not_found");
    assertThat(json(err()).path("error").path("exit_code").asInt()).isEqualTo(4);
  }

  @Test
  void nobodyThereIsUnavailableAndSaysHowToStart() {
    // given
    environment.put("RICKYARD_URL", "http://localhost:9");

    // then
    assertThat(run("orgs")).isEqualTo(6);
    assertThat(err()).contains("infra/up");
  }

  @ParameterizedTest
  @ValueSource(strings = {"bash", "zsh"})
  void completionKnowsEveryCommand(String shell) {
    assertThat(run("completion", shell)).isZero();
    assertThat(out()).contains("projects", "reset-password", "deliveries", "--watch");
  }

  @Test
  void helpNamesCommandsAndExitCodes() {
    assertThat(run("--help")).isZero();
    assertThat(out()).contains("projects", "doctor", "Exit codes:", "3   Not signed in");
  }

  @Test
  void unknownCommandIsAMistakeOfUsage() {
    assertThat(run("projets")).isEqualTo(2);
    assertThat(err()).contains("projects");
  }
}
