package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.task.TaskCommand.CancelTask;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskInput.PlatformProbe;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import io.rickyard.messaging.IncomingMessage;
import io.rickyard.messaging.MessageVerifier;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.PublishOutcomeUnknown;
import io.rickyard.testing.Eventually;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TasksTest {

  private static final String PROBE =
      "{\"type\":\"platform.probe\",\"organization\":\""
          + OrgDouble.ACME
          + "\",\"input\":{\"steps\":3}}";

  private static final String TASK = "0190a000-0000-7000-8000-000000000001";

  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @Test
  void probeIsPublishedSignedAndInTheNameOfTheCaller() {
    // when
    var answer = ada().post("/v1/tasks", PROBE);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.header("Location")).isEqualTo("/v1/tasks/" + answer.header("Rickyard-Task"));
    assertThat(answer.header("Rickyard-Position")).startsWith("commands.normal-0-");
    assertThat(answer.json().path("state").asText()).isEqualTo("queued");
    var message =
        installation.published().published().stream()
            .filter(published -> published.topic() == Topic.COMMANDS_NORMAL)
            .toList()
            .getLast();
    assertThat(verifier().isGenuine(arrived(message))).isTrue();
    var envelope = installation.published().envelopes(Topic.COMMANDS_NORMAL).getLast();
    assertThat(envelope.organization()).isEqualTo(new OrganizationId(OrgDouble.ACME));
    assertThat(envelope.actor())
        .isEqualTo(new Actor(Actor.Kind.TOKEN, "tid-ada", AuthDouble.ADA_ID));
    assertThat(((SubmitTask) envelope.body()).input())
        .isInstanceOfSatisfying(
            PlatformProbe.class, probe -> assertThat(probe.steps()).isEqualTo(3));
  }

  @Test
  void cancelGoesOverTheCriticalTopicWithItsReason() {
    // given
    installation.projector.on("GET /tasks/" + TASK, _ -> Reply.json(200, task("running")));

    // when
    var answer =
        ada().post("/v1/tasks/" + TASK + "/cancel", "{\"reason\":\"a mistake\",\"force\":true}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.json().path("cancel_requested").asBoolean()).isTrue();
    var envelope = installation.published().envelopes(Topic.COMMANDS_CRITICAL).getLast();
    assertThat(envelope.body())
        .isEqualTo(new CancelTask(TaskId.parse(TASK), new Reason("cancelled", "a mistake"), true));
    assertThat(envelope.project()).isEqualTo(new ProjectRef(OrgDouble.SHOP));
    assertThat(envelope.key()).isEqualTo(OrgDouble.SHOP);
  }

  @Test
  void cancelNeedsNoBody() {
    // given
    installation.projector.on("GET /tasks/" + TASK, _ -> Reply.json(200, task("queued")));

    // then
    assertThat(ada().send("POST", "/v1/tasks/" + TASK + "/cancel", null).status()).isEqualTo(202);
  }

  @Test
  void cancelRepeatedUnderOneKeyIsAnsweredTheSameAlsoAfterTheTasksEnd() {
    // given
    installation.projector.on("GET /tasks/" + TASK, _ -> Reply.json(200, task("running")));
    String path = "/v1/tasks/" + TASK + "/cancel";
    ada().header("Idempotency-Key", "c-1").post(path, "{\"reason\":\"a mistake\"}");
    installation.projector.on("GET /tasks/" + TASK, _ -> Reply.json(200, task("cancelled")));

    // when
    var again = ada().header("Idempotency-Key", "c-1").post(path, "{\"reason\":\"a mistake\"}");
    var other = ada().header("Idempotency-Key", "c-1").post(path, "{\"reason\":\"another\"}");
    var late = ada().header("Idempotency-Key", "c-2").post(path, "{}");
    var lateAgain = ada().header("Idempotency-Key", "c-2").post(path, "{}");

    // then
    assertThat(again.status()).as(again.body()).isEqualTo(202);
    assertThat(other.code()).isEqualTo("idempotency_key_reused");
    assertThat(late.code()).isEqualTo("task_ended");
    assertThat(lateAgain.code()).isEqualTo("task_ended");
  }

  @Test
  void eachAcceptedProbeAndCancelLeavesOneAuditRecord() {
    // given
    installation.projector.on("GET /tasks/" + TASK, _ -> Reply.json(200, task("running")));

    // when
    ada().header("Rickyard-Correlation-Id", "audited").post("/v1/tasks", PROBE);
    ada()
        .header("Rickyard-Correlation-Id", "audited")
        .send("POST", "/v1/tasks/" + TASK + "/cancel", null);

    // then
    Eventually.asserted(() ->
        assertThat(audited("audited")).containsExactlyInAnyOrder("task.submit", "task.cancel"));
    assertThat(installation.published().envelopes(Topic.AUDIT))
        .allSatisfy(envelope -> {
          assertThat(envelope.actor().onBehalfOf()).isEqualTo(AuthDouble.ADA_ID);
          assertThat(((AuditRecord) envelope.body()).origin()).isEqualTo("127.0.0.1");
        });
  }

  private static List<String> audited(String correlation) {
    return installation.published().envelopes(Topic.AUDIT).stream()
        .filter(envelope -> envelope.correlationId().value().equals(correlation))
        .map(envelope -> ((AuditRecord) envelope.body()).action())
        .toList();
  }

  @Test
  void endedTaskCannotBeCancelled() {
    // given
    installation.projector.on("GET /tasks/" + TASK, _ -> Reply.json(200, task("succeeded")));

    // when
    var answer = ada().send("POST", "/v1/tasks/" + TASK + "/cancel", null);

    // then
    assertThat(answer.status()).isEqualTo(409);
    assertThat(answer.code()).isEqualTo("task_ended");
  }

  @Test
  void unknownOutcomeIsToldAsSuch() {
    // given
    installation.published().failNext(Topic.COMMANDS_NORMAL, outcomeUnknown());

    // when
    var answer = ada().post("/v1/tasks", PROBE);

    // then
    assertThat(answer.status()).isEqualTo(503);
    assertThat(answer.code()).isEqualTo("outcome_unknown");
    assertThat(answer.header("Retry-After")).isEqualTo("5");
  }

  @Test
  void promiseStandsWithoutKafkaAndHasNoPositionThen() {
    // given
    installation.published().failNext(Topic.COMMANDS_CRITICAL, outcomeUnknown());

    // when
    var answer = ada().header("Idempotency-Key", "k-away").post("/v1/tasks", PROBE);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.header("Rickyard-Task")).isNotNull();
    assertThat(answer.header("Rickyard-Position")).isNull();
  }

  @Test
  void filtersAndPagingArePassedToTheProjector() {
    // given
    installation.projector.on(
        "GET /tasks", asked -> Reply.json(200, Map.of("data", List.of(), "next", asked.query())));

    // when
    var answer =
        ada().get("/v1/tasks?state=queued,running&type=platform.probe&limit=5&after=x%26y");

    // then
    assertThat(answer.json().path("next").asText())
        .isEqualTo("state=queued%2Crunning&type=platform.probe&limit=5&after=x%26y");
  }

  @Test
  void filterWithASlipOfThePenFindsNothingInsteadOfEverything() {
    // when
    var answer = ada().get("/v1/tasks?stat=failed");

    // then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("unknown_field");
    assertThat(answer.json().path("detail").asText()).contains("'stat'", "state");
  }

  private static MessageVerifier verifier() {
    return new MessageVerifier(Map.of("gateway", Installation.SIGNING_SECRET));
  }

  private static IncomingMessage arrived(OutgoingMessage message) {
    return new IncomingMessage(
        new Position(message.topic(), 0, 0),
        Instant.EPOCH,
        message.key(),
        message.value(),
        message.headers());
  }

  private static PublishOutcomeUnknown outcomeUnknown() {
    return new PublishOutcomeUnknown("rickyard.commands.normal", "key", new IOException("silence"));
  }

  private static Map<String, Object> task(String state) {
    return Map.of(
        "id", TASK, "state", state, "organization", OrgDouble.ACME, "project", OrgDouble.SHOP);
  }

  private static Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }
}
