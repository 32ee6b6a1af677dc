package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.Reply;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PositionTest {

  private static final String TASK = "/tasks/0190a000-0000-7000-8000-000000000008";
  private static final String POSITION = TASK + "/position";

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
  void theWorkerSaysWhatATaskWaitsFor() {
    // given
    installation.worker.on(
        "GET " + POSITION, _ -> Reply.json(200, Map.of("waits_for", "turn", "ahead", 3)));

    // when
    var answer = ada().get("/v1" + POSITION);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("ahead").asInt()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"queued", "scheduled", "retrying"})
  void whatNoWorkerHasTakenInWaitsForThat(String state) {
    // given
    unknownToTheWorker();
    installation.projector.on("GET " + TASK, _ -> Reply.json(200, Map.of("state", state)));

    // when
    var answer = ada().get("/v1" + POSITION);

    // then
    assertThat(answer.json().path("waits_for").asText()).isEqualTo("intake");
  }

  @Test
  void whatHasEndedWaitsForNothing() {
    // given
    unknownToTheWorker();
    installation.projector.on("GET " + TASK, _ -> Reply.json(200, Map.of("state", "succeeded")));

    // when
    var answer = ada().get("/v1" + POSITION);

    // then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(answer.json().has("waits_for")).isFalse();
  }

  @Test
  void whatTheCallerMayNotSeeIsNotThere() {
    // given
    unknownToTheWorker();
    installation.projector.on(
        "GET " + TASK, _ -> Reply.problem(404, "not_found", "There is no such task"));

    // when
    var answer = ada().get("/v1" + POSITION);

    // then
    assertThat(answer.code()).isEqualTo("not_found");
    assertThat(ada().get("/v1/tasks/nobody/position").code()).isEqualTo("not_found");
  }

  private static void unknownToTheWorker() {
    installation.worker.on(
        "GET " + POSITION, _ -> Reply.problem(404, "not_found", "There is no such task"));
  }

  private static Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }
}
