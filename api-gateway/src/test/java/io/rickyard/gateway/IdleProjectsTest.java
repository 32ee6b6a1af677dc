package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.Reply;
import io.rickyard.gateway.doubles.ServiceDouble;
import io.rickyard.gateway.doubles.StackGatewayDouble;
import io.rickyard.testing.Eventually;
import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Projects that sleep when nobody uses them. */
class IdleProjectsTest {

  private static ProjectEdge edge;
  private static ServiceDouble org;

  @BeforeAll
  static void start() {
    edge = new ProjectEdge(Map.of("rickyard.gateway.projects.idle-look-every", "50ms"));
    org = edge.installation().org.service();
    org.on("GET /idle-stops/due", _ -> Reply.json(200, Map.of("projects", List.of())));
    org.on("POST /idle-stops/used", _ -> Reply.empty(204));
  }

  @AfterAll
  static void stop() {
    edge.close();
  }

  private static void wakes(String ref, boolean happening) {
    org.on(
        "POST /idle-stops/" + ref + "/wake", _ -> Reply.json(200, Map.of("happening", happening)));
  }

  private static void due(String ref, boolean tasks, @Nullable Integer connections) {
    var use = new HashMap<String, Object>();
    use.put("tasks", tasks);
    use.put("connections", connections);
    edge.installation().worker.on("GET /stacks/" + ref + "/use", _ -> Reply.json(200, use));
    org.on("POST /idle-stops/" + ref + "/stop", _ -> Reply.json(200, Map.of("happening", true)));
    org.on("GET /idle-stops/due", _ -> Reply.json(200, Map.of("projects", List.of(ref))));
  }

  private static long toldUsed(String ref) {
    return org.asked("POST /idle-stops/used").stream()
        .filter(asked -> asked.json().path("projects").toString().contains(ref))
        .count();
  }

  private static long asked(String line) {
    return org.asked(line).size();
  }

  @Test
  void aRequestWakesAProjectThatSleeps() throws IOException {
    // given
    var ref = edge.project("INACTIVE", null);
    wakes(ref, true);

    // when
    var answer = edge.ask(ref, "GET /rest/v1/x");

    // then
    assertThat(answer)
        .startsWith("HTTP/1.1 503")
        .containsIgnoringCase("\r\nretry-after: 3\r\n")
        .containsIgnoringCase("\r\ncontent-type: application/problem+json\r\n")
        .contains("project_starting");
    assertThat(asked("POST /idle-stops/" + ref + "/wake")).isEqualTo(1);
  }

  @Test
  void aBrowserGetsAPageThatLoadsAgain() throws IOException {
    // given
    var ref = edge.project("PAUSING", null);
    wakes(ref, true);

    // when
    var answer = edge.ask(ref, "GET /", "Accept: text/html,*/*;q=0.8");

    // then
    assertThat(answer)
        .startsWith("HTTP/1.1 503")
        .containsIgnoringCase("\r\nretry-after: 3\r\n")
        .containsIgnoringCase("\r\ncontent-type: text/html; charset=utf-8\r\n")
        .contains("<meta http-equiv=\"refresh\" content=\"3\">")
        .doesNotContain(ref);
  }

  @Test
  void manyRequestsAtOnceAskOnce() throws Exception {
    // given
    var ref = edge.project("INACTIVE", null);
    wakes(ref, true);
    Callable<String> request = () -> edge.ask(ref, "POST /", "Content-Length: 0");

    // when
    try (var callers = Executors.newVirtualThreadPerTaskExecutor()) {
      for (var answer : callers.invokeAll(Stream.generate(() -> request).limit(30).toList())) {

        // then
        assertThat(answer.get()).startsWith("HTTP/1.1 503");
      }
    }
    // What is remembered ends with a second, which may end in between.
    assertThat(asked("POST /idle-stops/" + ref + "/wake")).isBetween(1L, 3L);
  }

  @Test
  void whatSomebodyPausedStaysPaused() throws IOException {
    // given
    var ref = edge.project("INACTIVE", null);
    wakes(ref, false);

    // then
    assertThat(edge.ask(ref, "GET /", "Accept: text/html"))
        .startsWith("HTTP/1.1 409")
        .contains("project_paused");
  }

  @Test
  void whenNobodyCanBeAskedTheCallerIsToldToComeBack() throws IOException {
    // given
    var ref = edge.project("INACTIVE", null);
    org.on(
        "POST /idle-stops/" + ref + "/wake", _ -> Reply.problem(500, "internal_error", "broken"));

    // then
    assertThat(edge.ask(ref, "GET /")).startsWith("HTTP/1.1 503");
  }

  @Test
  void requestsAreToldAsUse() throws IOException {
    // given
    var server = edge.server(exchange -> ProjectEdge.answer(exchange, 200, "of the project"));
    var ref = edge.projectAt(server.getAddress().getPort());

    // when
    edge.ask(ref, "GET /");

    // then
    Eventually.asserted(() -> assertThat(toldUsed(ref)).isPositive());
    server.stop(0);
  }

  @Test
  void aRequestThatLastsIsToldAgainAndAgainUntilItEnds() throws Exception {
    // given
    var begun = new CountDownLatch(1);
    try (var gateway =
        new StackGatewayDouble(socket -> {
          ProjectEdge.readHead(socket.getInputStream());
          begun.countDown();
          socket.getInputStream().readAllBytes();
        })) {
      var ref = edge.projectAt(gateway.port());

      // when
      try (var caller = edge.caller()) {
        caller.say("GET / HTTP/1.1\r\n" + ProjectEdge.host(ref) + "\r\n");
        ProjectEdge.await(begun);
        Eventually.asserted(() -> assertThat(toldUsed(ref)).isGreaterThan(3));
      }

      // then
      Eventually.asserted(() -> assertThat(lastLooksTellOf(ref)).isZero());
    }
  }

  /** How many of the last tellings name a project; each look without use tells nothing. */
  private static long lastLooksTellOf(String ref) {
    var told = toldUsed(ref);
    var looks = asked("GET /idle-stops/due");
    Eventually.asserted(() -> assertThat(asked("GET /idle-stops/due")).isGreaterThan(looks + 2));
    return toldUsed(ref) - told;
  }

  @Test
  void aProjectThatNobodyUsesIsStopped() {
    // given
    var ref = edge.project("ACTIVE_HEALTHY", null);

    // when
    due(ref, false, 0);

    // then
    Eventually.asserted(() -> assertThat(asked("POST /idle-stops/" + ref + "/stop")).isPositive());
  }

  @ParameterizedTest
  @CsvSource({"true, 0", "false, 1", "false,"})
  void aProjectThatIsUsedOtherwiseIsNotStopped(boolean tasks, @Nullable Integer connections) {
    // given
    var ref = edge.project("ACTIVE_HEALTHY", null);

    // when
    due(ref, tasks, connections);

    // then
    Eventually.asserted(() -> assertThat(toldUsed(ref)).isPositive());
    assertThat(asked("POST /idle-stops/" + ref + "/stop")).isZero();
  }

  @Test
  void whatIsWantedIsSetInTheCallersName() {
    // given
    var path = "/projects/abcdefghijklmnopqrst/idle-stop";
    org.on("PUT " + path, _ -> Reply.json(200, Map.of("after", "PT30M")));
    org.on("GET " + path, _ -> Reply.json(200, Map.of("after", "PT30M")));
    org.on("DELETE " + path, _ -> Reply.empty(204));
    var ada = Caller.with(edge.installation().url(), AuthDouble.ADA);

    // then
    assertThat(ada.send("PUT", "/v1" + path, "{\"after\":\"PT30M\"}").status()).isEqualTo(200);
    assertThat(ada.get("/v1" + path).body()).contains("PT30M");
    assertThat(ada.send("DELETE", "/v1" + path, null).status()).isEqualTo(204);
    assertThat(org.asked("PUT " + path).getLast().headers().get("authorization"))
        .isEqualTo("Bearer internal-" + AuthDouble.ADA_ID);
  }
}
