package io.rickyard.systemtests;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.testing.CollectedSpan;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.SpanCollector;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.assertj.core.groups.Tuple;
import org.awaitility.core.ThrowingRunnable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A request's trace, through every service, as a collector gets to see it. */
class TracesIT {

  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String CALLER = "00f067aa0ba902b7";

  private static Workspace workspace;
  private static LocalInstallation installation;
  private static SpanCollector collector;
  private static HttpClient http;

  @BeforeAll
  static void start() throws Exception {
    workspace = Workspace.create();
    collector = SpanCollector.start();
    installation = new LocalInstallation(Workspace.repository(), workspace.path());
    installation.start(exporting(), "--no-demo");
    http = HttpClient.newHttpClient();
  }

  @AfterAll
  static void stop() throws Exception {
    http.close();
    installation.close();
    collector.close();
    workspace.close();
  }

  @Test
  void requestIsFollowedThroughKafkaToTheLastStepOfItsLastAttempt() throws Exception {
    // given
    String trace = newTrace();
    var probe = probe().put("steps", 2).put("fail_step", 2).put("fail_attempts", 1);

    // when
    var answer = submit(probe, Map.of("traceparent", sampled(trace)));

    // then
    String task = answer.headers().firstValue("Rickyard-Task").orElseThrow();
    var through =
        List.of(
            "process rickyard.commands.normal, provisioner-worker",
            "send rickyard.commands.normal, api-gateway",
            "POST /v1/tasks, api-gateway",
            CALLER);
    eventually(() ->
        assertThat(ways(trace, "step"))
            .containsExactlyInAnyOrder(
                way("step probe 1, provisioner-worker", 1, through),
                way("step probe 2, provisioner-worker: probe_failed", 1, through),
                way("step probe 1, provisioner-worker", 2, through),
                way("step probe 2, provisioner-worker", 2, through)));
    assertThat(named(trace, "attempt platform.probe"))
        .extracting(
            attempt -> attempt.attribute("rickyard.task.attempt"),
            attempt -> attempt.attribute("rickyard.attempt.outcome"),
            CollectedSpan::failure,
            attempt -> attempt.attribute("rickyard.task.id"),
            attempt -> attempt.attribute("rickyard.task.queue"),
            attempt -> attempt.attribute("rickyard.organization.id"))
        .containsExactlyInAnyOrder(
            tuple("1", "retried", "probe_failed", task), tuple("2", "succeeded", "", task));
    assertThat(named(trace, "POST /v1/tasks").getFirst().attributes())
        .containsEntry("http.request.method", "POST")
        .containsEntry("http.route", "/v1/tasks")
        .containsEntry("http.response.status_code", "202")
        .containsEntry("rickyard.task.id", task);
    assertThat(named(trace, "send rickyard.commands.normal").getFirst().attributes())
        .containsEntry("messaging.system", "kafka")
        .containsEntry("messaging.operation.type", "send")
        .containsEntry("messaging.destination.name", "rickyard.commands.normal")
        .containsKey("messaging.kafka.offset");
  }

  @Test
  void statusTablesNameTheMessagesThatTheyChangedBy() throws Exception {
    // given
    String trace = newTrace();

    // when
    submit(probe(), Map.of("traceparent", sampled(trace)));

    // then
    eventually(() -> {
      var told =
          named(trace, "send rickyard.events").stream()
              .map(CollectedSpan::id)
              .collect(Collectors.toSet());
      assertThat(told).isNotEmpty();
      assertThat(collector.spans())
          .filteredOn(span -> span.name().equals("process status-projector"))
          .filteredOn(span -> !span.trace().equals(trace) && span.parent().isEmpty())
          .flatExtracting(CollectedSpan::links)
          .containsAll(told);
    });
  }

  @Test
  void whatOrgServiceAcceptsIsInTheTraceThatTheGatewayBegins() throws Exception {
    // when
    var answer = submit(probe(), Map.of("Idempotency-Key", newTrace()));

    // then
    String task = answer.headers().firstValue("Rickyard-Task").orElseThrow();
    eventually(() -> {
      String trace = traceOf(task);
      assertThat(ways(trace, "attempt"))
          .containsExactly(
              List.of(
                  "attempt platform.probe 1, provisioner-worker",
                  "process rickyard.commands.normal, provisioner-worker",
                  "send rickyard.commands.normal, api-gateway",
                  "POST /acceptances, org-service",
                  "POST, api-gateway",
                  "POST /v1/tasks, api-gateway",
                  ""));
    });
  }

  @Test
  void refusalIsToldByItsCodeAndIsNoFailureOfOurs() throws Exception {
    // given
    String trace = newTrace();

    // when
    submit(probe().put("steps", 0), Map.of("traceparent", sampled(trace)));

    // then
    eventually(() ->
        assertThat(named(trace, "POST /v1/tasks"))
            .extracting(CollectedSpan::failure, span -> span.attribute("rickyard.refusal"))
            .containsExactly(Tuple.tuple("", "invalid_request")));
  }

  @Test
  void traceThatTheCallerDoesNotRecordIsNotRecordedHereEither() throws Exception {
    // given
    String unrecorded = newTrace();
    String recorded = newTrace();

    // when
    var first = submit(probe(), Map.of("traceparent", "00-" + unrecorded + "-" + CALLER + "-00"));
    succeeded(first);
    submit(probe(), Map.of("traceparent", sampled(recorded)));

    // then
    eventually(() -> assertThat(ways(recorded, "attempt")).hasSize(1));
    assertThat(collector.trace(unrecorded)).isEmpty();
  }

  @Test
  void nothingThatACallerWroteOrHidesIsInASpan() throws Exception {
    // given
    String trace = newTrace();
    var labelled = probe();
    var body = body(labelled);
    body.putObject("labels").put("note", "hunter2");

    // when
    send(body, Map.of("traceparent", sampled(trace)));

    // then
    eventually(() -> assertThat(ways(trace, "attempt")).hasSize(1));
    assertThat(collector.spans())
        .noneMatch(span -> span.toString().contains("hunter2"))
        .noneMatch(span -> span.toString().contains(installation.token()));
  }

  @Test
  void attemptOfAnotherProcessStaysInTheTraceOfTheRequest() throws Exception {
    // given
    String trace = newTrace();
    var answer =
        submit(probe().put("step_duration", "PT3S"), Map.of("traceparent", sampled(trace)));
    eventually(() -> assertThat(state(answer)).isEqualTo("running"));
    eventually(() -> assertThat(named(trace, "process rickyard.commands.normal")).hasSize(1));

    // when
    installation.kill();
    installation.start(exporting(), "--no-demo");

    // then
    eventually(() ->
        assertThat(ways(trace, "attempt"))
            .containsExactly(
                List.of(
                    "attempt platform.probe 2, provisioner-worker",
                    "process rickyard.commands.normal, provisioner-worker",
                    "send rickyard.commands.normal, api-gateway",
                    "POST /v1/tasks, api-gateway",
                    CALLER)));
  }

  private static Map<String, String> exporting() {
    return Map.of(
        "OTEL_EXPORTER_OTLP_ENDPOINT", collector.endpoint(), "OTEL_BSP_SCHEDULE_DELAY", "50");
  }

  private static void eventually(ThrowingRunnable assertions) {
    Eventually.within(LONG).untilAsserted(assertions);
  }

  /** The ways from the spans whose names begin so up to where their trace came from. */
  private static Set<List<String>> ways(String trace, String begin) {
    var spans =
        collector.trace(trace).stream().collect(Collectors.toMap(CollectedSpan::id, span -> span));
    return spans.values().stream()
        .filter(span -> span.name().startsWith(begin + " "))
        .map(span -> way(span, spans))
        .collect(Collectors.toSet());
  }

  private static List<String> way(CollectedSpan from, Map<String, CollectedSpan> spans) {
    var way = new ArrayList<String>();
    String next = from.id();
    for (var span = spans.get(next); span != null; span = spans.get(next)) {
      way.add(text(span));
      next = span.parent();
    }
    way.add(next);
    return way;
  }

  private static String text(CollectedSpan span) {
    String attempt =
        span.name().startsWith("attempt ") ? " " + span.attribute("rickyard.task.attempt") : "";
    String failure = span.failure().isEmpty() ? "" : ": " + span.failure();
    return span.name() + attempt + ", " + span.service() + failure;
  }

  private static List<String> way(String step, int attempt, List<String> through) {
    var way = new ArrayList<String>();
    way.add(step);
    way.add(
        "attempt platform.probe "
            + attempt
            + ", provisioner-worker"
            + (attempt == 1 ? ": probe_failed" : ""));
    way.addAll(through);
    return way;
  }

  private static List<CollectedSpan> named(String trace, String name) {
    return collector.trace(trace).stream().filter(span -> span.name().equals(name)).toList();
  }

  private static String traceOf(String task) {
    Optional<CollectedSpan> accepting =
        collector.spans().stream()
            .filter(span -> span.name().equals("POST /v1/tasks"))
            .filter(span -> span.attribute("rickyard.task.id").equals(task))
            .findFirst();
    assertThat(accepting).isPresent();
    return accepting.get().trace();
  }

  private static Tuple tuple(String attempt, String outcome, String failure, String task) {
    return Tuple.tuple(attempt, outcome, failure, task, "normal", installation.organization());
  }

  private static ObjectNode probe() {
    return RickyardClient.object();
  }

  private static ObjectNode body(ObjectNode input) {
    var body =
        RickyardClient.object()
            .put("type", "platform.probe")
            .put("organization", installation.organization());
    body.set("input", input);
    return body;
  }

  private static HttpResponse<String> submit(ObjectNode input, Map<String, String> headers)
      throws Exception {
    return send(body(input), headers);
  }

  private static HttpResponse<String> send(ObjectNode body, Map<String, String> headers)
      throws Exception {
    var request =
        HttpRequest.newBuilder(installation.url().resolve("/v1/tasks"))
            .header("Authorization", "Bearer " + installation.token())
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body.toString()));
    headers.forEach(request::header);
    return http.send(request.build(), BodyHandlers.ofString());
  }

  private static void succeeded(HttpResponse<String> answer) {
    eventually(() -> assertThat(state(answer)).isEqualTo("succeeded"));
  }

  /** Asked with the position of its acceptance, without which a task may not be known yet. */
  private static String state(HttpResponse<String> answer) throws Exception {
    String task = answer.headers().firstValue("Rickyard-Task").orElseThrow();
    String position = answer.headers().firstValue("Rickyard-Position").orElseThrow();
    var request =
        HttpRequest.newBuilder(installation.url().resolve("/v1/tasks/" + task))
            .header("Authorization", "Bearer " + installation.token())
            .header("Rickyard-Position", position)
            .build();
    String body = http.send(request, BodyHandlers.ofString()).body();
    return RickyardClient.JSON.readTree(body).path("state").asText();
  }

  private static String sampled(String trace) {
    return "00-" + trace + "-" + CALLER + "-01";
  }

  private static String newTrace() {
    byte[] id = new byte[16];
    ThreadLocalRandom.current().nextBytes(id);
    return HexFormat.of().formatHex(id);
  }
}
