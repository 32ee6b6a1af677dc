package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskInput.LockHold;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class LocksTest {

  private static final String TICKET = "0190a000-0000-7000-8000-000000000007";
  private static final String LOCK = "/locks/" + TICKET;

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
  void aLockIsAskedForByATaskThatHoldsIt() {
    // when
    var answer =
        ada()
            .post(
                "/v1/locks",
                "{\"name\":\"deploy/shop\",\"organization\":\"%s\",\"wait\":\"PT10M\",\"lease\":\"PT30S\"}"
                    .formatted(OrgDouble.ACME));

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.json().path("ticket").asText()).isEqualTo(answer.header("Rickyard-Task"));
    assertThat(answer.json().path("state").asText()).isEqualTo("waiting");
    var envelope = installation.published().envelopes(Topic.COMMANDS_CRITICAL).getLast();
    var submit = (SubmitTask) envelope.body();
    assertThat(submit.input()).isEqualTo(new LockHold("deploy/shop", Duration.ofSeconds(30)));
    assertThat(submit.options().queueTimeout()).isEqualTo(Duration.ofMinutes(10));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\":\"\",\"organization\":\"%s\"}",
        "{\"name\":\"a b\",\"organization\":\"%s\"}",
        "{\"name\":\"a\",\"organization\":\"%s\",\"lease\":\"P2D\"}",
        "{\"name\":\"a\",\"organization\":\"%s\",\"wait\":\"PT0S\"}"
      })
  void whatIsNoLockIsRefused(String body) {
    // when
    var answer = ada().post("/v1/locks", body.formatted(OrgDouble.ACME));

    // then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid_request");
  }

  @Test
  void aLockIsNotTakenAsAnyOtherTask() {
    // when
    var answer =
        ada()
            .post(
                "/v1/tasks",
                "{\"type\":\"lock.hold\",\"organization\":\"%s\",\"input\":{\"name\":\"a\",\"lease\":\"PT1M\"}}"
                    .formatted(OrgDouble.ACME));

    // then
    assertThat(answer.status()).isEqualTo(400);
  }

  @Test
  void renewingAndReleasingAreHandedToTheWorker() {
    // given
    installation.worker.on(
        "POST " + LOCK + "/renew", _ -> Reply.json(200, Map.of("state", "held")));
    installation.worker.on("POST " + LOCK + "/release", _ -> Reply.json(200, Map.of()));

    // when
    var renewed = ada().post("/v1" + LOCK + "/renew", "{\"lease\":\"PT2M\"}");

    // then
    assertThat(renewed.status()).as(renewed.body()).isEqualTo(200);
    assertThat(
            installation
                .worker
                .asked("POST " + LOCK + "/renew")
                .getLast()
                .json()
                .path("lease")
                .asText())
        .isEqualTo("PT2M");
    assertThat(ada().send("POST", "/v1" + LOCK + "/renew", null).status()).isEqualTo(200);
    assertThat(ada().send("POST", "/v1" + LOCK + "/release", null).status()).isEqualTo(204);
    assertThat(ada().send("DELETE", "/v1" + LOCK, null).status()).isEqualTo(204);
  }

  @ParameterizedTest
  @CsvSource({
    "queued,, waiting",
    "succeeded,, released",
    "expired,, wait_ended",
    "failed, lease_ended, lease_ended",
    "cancelled,, cancelled"
  })
  void whatTheWorkerDoesNotKnowIsToldByItsTask(String state, String code, String shown) {
    // given
    installation.worker.on("GET " + LOCK, _ -> Reply.problem(404, "not_found", "No such ticket"));
    Map<String, Object> task =
        Map.of(
            "id",
            TICKET,
            "type",
            "lock.hold",
            "state",
            state,
            "organization",
            OrgDouble.ACME,
            "input",
            Map.of("name", "deploy", "lease", "PT1M"),
            "error",
            code == null ? Map.of() : Map.of("code", code));
    installation.projector.on("GET /tasks/" + TICKET, _ -> Reply.json(200, task));

    // when
    var answer = ada().get("/v1" + LOCK);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("state").asText()).isEqualTo(shown);
    assertThat(answer.json().path("name").asText()).isEqualTo("deploy");
  }

  private static Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }
}
