package io.rickyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.cli.stub.StubInstallation.Reply;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Branches of a project, and the migrations that go to and fro. */
class BranchCommandsTest extends CommandsAtAnInstallation {

  @ParameterizedTest
  @CsvSource({
    "push,Bringing migrations into shop.",
    "merge,Bringing migrations into the parent of shop.",
    "reset,Emptying shop."
  })
  void migrationsGoWhereTheVerbSays(String verb, String said) {
    // given
    var call = "POST /v1/branches/" + REF + "/" + verb;
    installation.on(call, Reply.json(201, "{\"message\":\"ok\"}").with("Rickyard-Task", "t1"));

    // when
    var code = run("branches", verb, "shop");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out()).isEqualTo(said + "\n");
    assertThat(err()).contains("rickyard tasks show t1 --watch");
    assertThat(installation.asked(call)).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"push", "merge", "reset"})
  void migrationsAreFollowedToTheirEnd(String verb) {
    // given
    installation.on(
        "POST /v1/branches/" + REF + "/" + verb,
        Reply.json(201, "{\"message\":\"ok\"}").with("Rickyard-Task", "t1"));
    installation.on(
        "GET /v1/tasks/t1",
        Reply.json(
            200,
            "{\"id\":\"t1\",\"type\":\"stack.migrate\",\"state\":\"failed\",\"error\":{\"message\":\"stuck\"}}"));

    // when
    var code = run("branches", verb, "shop", "--watch");

    // then
    assertThat(code).isEqualTo(ExitCode.FAILED.number());
    assertThat(out()).contains(verb + " shop  failed").contains("stuck");
  }

  @Test
  void whichBranchMustBeSaid() {
    assertThat(run("branches", "merge")).isEqualTo(2);
    assertThat(err()).contains("BRANCH");
    assertThat(installation.asked()).isEmpty();
  }
}
