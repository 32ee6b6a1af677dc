package io.rickyard.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.cli.stub.StubInstallation.Reply;
import org.junit.jupiter.api.Test;

/** Messages that nobody could process. */
class DeadMessageCommandsTest extends CommandsAtAnInstallation {

  @Test
  void deadMessagesAreListedWithoutWhatSteersATerminal() {
    // given
    installation.on(
        "GET /v1/dead-messages?topic=events&cause=unreadable&state=waiting&limit=20",
        Reply.json(
            200,
            """
            {"data": [{"id": "events.dlt-0-7", "state": "waiting", "cause": "unreadable", "attempts": 1,
              "consumer": "status-projector", "detail": "no \\u001b[2J JSON",
              "given_up_at": "2026-11-21T08:00:00Z"}], "next": "events.dlt-0-7"}
            """));

    // when
    var code = run("dlq", "list", "--topic=events", "--cause=unreadable", "--state=waiting");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out())
        .contains("events.dlt-0-7", "status-projector", "no \ufffd[2J JSON")
        .doesNotContain("\u001b");
    assertThat(err()).contains("--after events.dlt-0-7");
  }

  @Test
  void aDeadMessageIsReplayedOnce() {
    // given
    installation.on(
        "POST /v1/dead-messages/events.dlt-0-7/replay",
        Reply.json(200, "{\"id\":\"events.dlt-0-7\",\"state\":\"replayed\"}"),
        Reply.problem(409, "conflict", "It was replayed by ada"));

    // when
    var first = run("dlq", "replay", "events.dlt-0-7");
    var second = run("dlq", "replay", "events.dlt-0-7");

    // then
    assertThat(first).as(err()).isZero();
    assertThat(out()).isEqualTo("events.dlt-0-7 is replayed.\n");
    assertThat(second).isEqualTo(5);
    assertThat(err()).contains("It was replayed by ada");
  }

  @Test
  void deadMessagesAreDroppedByAFilter() {
    // given
    installation.on(
        "POST /v1/dead-messages/drop",
        Reply.json(200, "{\"matched\":2,\"done\":[\"a\",\"b\"],\"unfit\":0}"));

    // when
    var code = run("dlq", "drop", "--consumer=status-projector", "--limit=50");

    // then
    assertThat(code).as(err()).isZero();
    assertThat(out()).isEqualTo("2 messages dropped.\n");
    assertThat(installation.asked("POST /v1/dead-messages/drop").getFirst().body())
        .isEqualTo("{\"where\":{\"consumer\":\"status-projector\"},\"limit\":50}");
  }

  @Test
  void whichDeadMessagesMustBeSaid() {
    assertThat(run("dlq", "replay")).isEqualTo(2);
    assertThat(run("dlq", "drop", "events.dlt-0-7", "--all")).isEqualTo(2);
    assertThat(installation.asked()).isEmpty();
  }
}
