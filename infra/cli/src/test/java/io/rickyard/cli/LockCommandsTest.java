package io.rickyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.cli.stub.StubInstallation.Reply;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Commands that run with a lock. */
class LockCommandsTest extends CommandsAtAnInstallation {

  @Test
  void aCommandRunsWithTheLockAndGivesItsExitCode() throws IOException {
    // given
    var seen = home.resolve("seen");
    installation.on("POST /v1/locks", Reply.json(202, "{\"ticket\":\"t1\",\"state\":\"waiting\"}"));
    installation.on(
        "GET /v1/locks/t1",
        Reply.json(200, "{\"state\":\"waiting\",\"position\":2}"),
        Reply.json(200, "{\"state\":\"held\",\"position\":0,\"token\":7}"));
    installation.on("POST /v1/locks/t1/renew", Reply.json(200, "{\"state\":\"held\"}"));
    installation.on("POST /v1/locks/t1/release", Reply.json(200, "{}"));

    // when
    var code =
        run(
            "lock",
            "deploy",
            "--organization=o1",
            "--wait=2m",
            "--lease=1s",
            "--",
            "sh",
            "-c",
            "echo $RICKYARD_LOCK_TICKET $RICKYARD_LOCK_TOKEN > " + seen + "; exit 7");

    // then
    assertThat(code).as(err.toString(StandardCharsets.UTF_8)).isEqualTo(7);
    assertThat(seen).content().isEqualToIgnoringNewLines("t1 7");
    assertThat(err.toString(StandardCharsets.UTF_8)).contains("Waiting for deploy: position 2.");
    assertThat(installation.asked("POST /v1/locks").getFirst().body())
        .isEqualTo(
            "{\"name\":\"deploy\",\"organization\":\"o1\",\"wait\":\"PT2M\",\"lease\":\"PT1S\"}");
    assertThat(installation.asked("POST /v1/locks/t1/release")).hasSize(1);
  }

  @Test
  void aCommandEndsWhenItsLockIsLost() {
    // given
    installation.on("POST /v1/locks", Reply.json(202, "{\"ticket\":\"t1\",\"state\":\"waiting\"}"));
    installation.on("GET /v1/locks/t1", Reply.json(200, "{\"state\":\"held\",\"token\":7}"));
    installation.on(
        "POST /v1/locks/t1/renew",
        Reply.json(200, "{\"state\":\"held\"}"),
        Reply.problem(409, "lock_not_held", "It is not held"));
    installation.on("POST /v1/locks/t1/release", Reply.problem(409, "lock_not_held", "Not held"));

    // when
    var code = run("lock", "deploy", "--organization=o1", "--lease=1s", "--", "sleep", "600");

    // then
    assertThat(code).isEqualTo(ExitCode.CONFLICT.number());
  }

  @Test
  void aCommandIsNotRunWithoutItsLock() {
    // given
    installation.on("POST /v1/locks", Reply.json(202, "{\"ticket\":\"t1\",\"state\":\"waiting\"}"));
    installation.on("GET /v1/locks/t1", Reply.json(200, "{\"state\":\"wait_ended\"}"));

    // when
    var code = run("lock", "deploy", "--organization=o1", "--", "touch", home + "/ran");

    // then
    assertThat(code).isEqualTo(ExitCode.CONFLICT.number());
    assertThat(home.resolve("ran")).doesNotExist();
  }
}
