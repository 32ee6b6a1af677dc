package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SchedulesTest {

  private static final String TASK = "0190b5c8-0000-7000-8000-000000000001";

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
  void scheduleIsHandedOnWithItsKeyAndTheTasksOwnNames() {
    // given
    installation.org.service().on("POST /schedules", _ -> Reply.json(201, Map.of("id", "s1")));

    // when
    var answer =
        ada()
            .header("Idempotency-Key", "k1")
            .post(
                "/v1/schedules",
                """
                {"name": "nightly", "cron": "30 2 * * *", "zone": "Europe/Berlin",
                 "task": {"type": "platform.probe", "organization": "%s", "run_timeout": "PT5M",
                          "input": {"steps": 3}}}
                """
                    .formatted(OrgDouble.ACME));

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.json().path("id").asText()).isEqualTo("s1");
    var handed = installation.org.service().asked("POST /schedules").getLast().json();
    assertThat(handed.at("/idempotency/key").asText()).isEqualTo("k1");
    assertThat(handed.at("/idempotency/scope").asText()).isEqualTo("POST /v1/schedules");
    assertThat(handed.at("/task/run_timeout").asText()).isEqualTo("PT5M");
    assertThat(handed.at("/task/input/steps").asInt()).isEqualTo(3);
    assertThat(handed.at("/cron").asText()).isEqualTo("30 2 * * *");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"name\": \"n\", \"every\": \"PT1H\", \"colour\": 1, \"task\": {\"type\": \"platform.probe\"}}",
        "{\"name\": \"n\", \"every\": \"PT1H\", \"task\": {\"type\": \"platform.probe\", \"run_at\": \"2030-01-01T00:00:00Z\"}}"
      })
  void whatNobodyKnowsIsRefused(String body) {
    // when
    var answer = ada().post("/v1/schedules", body);

    // then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("unknown_field");
  }

  @Test
  void runOutOfTurnIsAnsweredWithItsTask() {
    // given
    installation
        .org
        .service()
        .on(
            "POST /schedules/s1/run",
            _ ->
                Reply.json(
                    202,
                    Map.of("task_id", TASK, "organization", OrgDouble.ACME, "replayed", false)));

    // when
    var answer = ada().send("POST", "/v1/schedules/s1/run", null);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(202);
    assertThat(answer.json().path("task_id").asText()).isEqualTo(TASK);
    assertThat(answer.header("Rickyard-Task")).isEqualTo(TASK);
  }

  @Test
  void strangersHaveNoSchedules() {
    assertThat(new Caller(installation.url()).get("/v1/schedules").status()).isEqualTo(401);
  }

  private static Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }
}
