package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.Reply;
import io.rickyard.gateway.doubles.ServiceDouble;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class DeadMessagesTest {

  private static final String LETTER = "/dead-messages/commands.normal.dlt-0-42";

  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
    org().on("GET /dead-messages", _ -> Reply.json(200, Map.of("data", List.of())));
    org().on("GET " + LETTER, _ -> Reply.json(200, Map.of("cause", "unreadable")));
    org().on("POST " + LETTER + "/replay", _ -> Reply.json(200, Map.of("state", "replayed")));
    org().on("POST " + LETTER + "/drop", _ -> Reply.problem(409, "conflict", "It was dropped"));
    org().on("POST /dead-messages/replay", _ -> Reply.json(200, Map.of("matched", 7)));
    org().on("POST /dead-messages/drop", _ -> Reply.json(200, Map.of("matched", 8)));
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @Test
  void filtersAndCursorAreHandedOn() {
    // when
    var answer =
        ada()
            .get(
                "/v1/dead-messages?topic=events&topic=logs&consumer=a%26b&given_up_after=2026-12-01T08:00:00Z&after=events.dlt-0-1");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(org().asked("GET /dead-messages").getLast().query())
        .contains("topic=events%2Clogs", "consumer=a%26b", "after=events.dlt-0-1");
  }

  @Test
  void aMessageIsShownAndReplayed() {
    assertThat(ada().get("/v1" + LETTER).json().path("cause").asText()).isEqualTo("unreadable");
    assertThat(ada().send("POST", "/v1" + LETTER + "/replay", null).body()).contains("replayed");
    assertThat(ada().send("POST", "/v1" + LETTER + "/drop", null).code()).isEqualTo("conflict");
  }

  @ParameterizedTest
  @CsvSource({"replay, 7", "drop, 8"})
  void manyAreHandledByAFilter(String what, int matched) {
    // when
    var answer =
        ada()
            .post(
                "/v1/dead-messages/" + what,
                "{\"where\":{\"consumer\":\"status-projector\"},\"limit\":10,\"dry_run\":true}");

    // then
    assertThat(answer.json().path("matched").asInt()).as(answer.body()).isEqualTo(matched);
    var asked = org().asked("POST /dead-messages/" + what).getLast().json();
    assertThat(asked.at("/where/consumer").asText()).isEqualTo("status-projector");
    assertThat(asked.path("limit").asInt()).isEqualTo(10);
    assertThat(asked.path("dry_run").asBoolean()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"42", "commands.dlt-0-0", "commands.normal.dlt-0--1", "..%2Fflow"})
  void whatIsNoIdNamesNothing(String id) {
    assertThat(ada().get("/v1/dead-messages/" + id).status()).isEqualTo(404);
  }

  @Test
  void anUnknownFilterIsRefused() {
    assertThat(ada().get("/v1/dead-messages?topik=events").code()).isEqualTo("unknown_field");
  }

  @Test
  void strangersAreAskedToSignIn() {
    assertThat(new Caller(installation.url()).get("/v1/dead-messages").code())
        .isEqualTo("not_signed_in");
  }

  private static ServiceDouble org() {
    return installation.org.service();
  }

  private static Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }
}
