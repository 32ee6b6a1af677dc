package io.rickyard.cli.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.tuple;

import io.rickyard.cli.stub.StubInstallation;
import io.rickyard.cli.stub.StubInstallation.Asked;
import io.rickyard.cli.stub.StubInstallation.Reply;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RickyardClientTest {
  private final StubInstallation installation = new StubInstallation();
  private final RickyardClient client = new RickyardClient(installation.url(), "sbp_1");

  @AfterEach
  void stop() {
    client.close();
    installation.close();
  }

  @Test
  void postCarriesTokenAndAnIdempotencyKeyOfItsOwn() {
    // given
    installation.on(
        "POST /v1/tasks", Reply.json(202, "{\"id\":\"t1\"}").with("Rickyard-Task", "t1"));

    // when
    var answer = client.post(Path.of("/v1/tasks"), RickyardClient.object().put("type", "x"));
    client.post(Path.of("/v1/tasks"), RickyardClient.object().put("type", "x"));

    // then
    var asked = installation.asked();
    assertThat(answer.task()).contains("t1");
    assertThat(asked.getFirst().body()).isEqualTo("{\"type\":\"x\"}");
    assertThat(asked).extracting(one -> one.header("Authorization")).containsOnly("Bearer sbp_1");
    assertThat(asked).extracting(one -> one.header("Idempotency-key")).doesNotHaveDuplicates();
  }

  @Test
  void ownWriteIsReadByPosition() {
    // given
    installation.on("GET /v1/tasks/t1", Reply.json(200, "{}"));

    // when
    client.get(Path.of("/v1/tasks").segment("t1"), "critical:0:12");

    // then
    assertThat(installation.asked())
        .extracting(one -> one.header("Prefer"), one -> one.header("Rickyard-position"))
        .containsExactly(tuple("wait=1", "critical:0:12"));
  }

  @Test
  void whatTheCallerGivesIsEncodedIntoThePath() {
    // when
    var path = Path.of("/v1/tasks").segment("../admin?x").query("state", "a b&c").query("no", null);

    // then
    assertThat(path).hasToString("/v1/tasks/..%2Fadmin%3Fx?state=a%20b%26c");
  }

  @Test
  void bothFormsOfErrorsAreUnderstood() {
    // given
    installation.on("GET /v1/tasks/t", Reply.problem(409, "task_ended", "It has ended."));
    installation.on(
        "GET /v1/projects/p",
        Reply.json(429, "{\"message\":\"Slow down.\",\"code\":\"rate_limited\"}")
            .with("Retry-After", "7"));

    // when
    var ours = refused("/v1/tasks/t");
    var compatible = refused("/v1/projects/p");

    // then
    assertThat(ours)
        .hasMessage("It has ended.")
        .extracting(RequestRefused::code)
        .isEqualTo("task_ended");
    assertThat(compatible).hasMessage("Slow down.");
    assertThat(compatible.retryAfter()).contains(Duration.ofSeconds(7));
  }

  @Test
  void errorPageOfSomethingElseStillTellsItsStatus() {
    // given
    installation.on("GET /x", new Reply(502, "text/html", "<h1>Bad gateway</h1>", Map.of()));

    // when
    var refusal = refused("/x");

    // then
    assertThat(refusal).hasMessage("The installation answered 502");
    assertThat(refusal.code()).isEqualTo("http_502");
  }

  @Test
  void nobodyListeningIsUnreachable() {
    // given
    var url = installation.url();
    installation.close();

    // when
    var failure =
        catchThrowableOfType(
            InstallationUnreachable.class, () -> client.get(Path.of("/v1/health")));

    // then
    assertThat(failure.url()).isEqualTo(URI.create(url.toString()));
    assertThat(failure).hasMessageContaining("nothing listens there");
  }

  @Test
  void brokenStreamGoesOnAfterTheLastEvent() {
    // given
    installation.on(
        "GET /v1/events",
        Reply.stream("retry: 1", "id: e1-1\nevent: task\ndata: 1"),
        Reply.stream("id: e1-2\nevent: task\ndata: 2"));
    var breaks = new ArrayList<String>();

    // when
    try (var stream = client.stream(Path.of("/v1/events"), null)) {
      stream.tell(broken -> breaks.add(broken == null ? "back" : broken));
      var first = stream.next();
      var second = stream.next();

      // then
      assertThat(first).extracting("data").isEqualTo("1");
      assertThat(second).extracting("data").isEqualTo("2");
    }
    assertThat(installation.asked("GET /v1/events"))
        .extracting(one -> one.header("Last-event-id"))
        .containsExactly(null, "e1-1");
    assertThat(breaks).containsExactly("the connection ended", "back");
  }

  @Test
  void streamThatIsRefusedSaysSoAtOnce() {
    // given
    installation.on("GET /v1/events", Reply.problem(401, "invalid_token", "No."));

    // when
    try (var stream = client.stream(Path.of("/v1/events"), null)) {
      var refusal = catchThrowableOfType(RequestRefused.class, stream::next);

      // then
      assertThat(refusal.status()).isEqualTo(401);
    }
    assertThat(installation.asked()).extracting(Asked::line).containsExactly("GET /v1/events");
  }

  private RequestRefused refused(String path) {
    return catchThrowableOfType(RequestRefused.class, () -> client.get(Path.of(path)));
  }
}
