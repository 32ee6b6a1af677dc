package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.task.TaskCommand.SubmitTask;
import io.rickyard.contracts.task.TaskInput.PlatformProbe;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class TasksTest {

  private static final String PROBE =
      "{\"type\":\"platform.probe\",\"organization\":\""
          + OrgDouble.ACME
          + "\",\"input\":{\"steps\":3}}";

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
    var message = installation.published().published().getLast();
    assertThat(message.headers()).containsKey("rickyard-signature");
    var envelope = installation.published().envelopes(Topic.COMMANDS_NORMAL).getLast();
    assertThat(envelope.organization()).isEqualTo(new OrganizationId(OrgDouble.ACME));
    assertThat(envelope.actor())
        .isEqualTo(new Actor(Actor.Kind.TOKEN, "tid-ada", AuthDouble.ADA_ID));
    assertThat(((SubmitTask) envelope.body()).input())
        .isInstanceOfSatisfying(
            PlatformProbe.class, probe -> assertThat(probe.steps()).isEqualTo(3));
  }

  private static Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }
}
