package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DatabaseTest {

  private static final String DATABASE = "/v1/projects/" + OrgDouble.SHOP + "/database";
  private static final String STACK = "/stacks/" + OrgDouble.SHOP + "/database";

  private Installation installation;

  @BeforeEach
  void start() {
    installation =
        new Installation(
            Map.of("test.kafka", "recording", "rickyard.kafka.bootstrap-servers", "127.0.0.1:1"));
    installation.worker.on(
        "POST " + STACK + "/query", _ -> Reply.json(200, List.of(Map.of("one", 1))));
    installation.worker.on(
        "(POST|PUT) " + STACK + "/migrations",
        _ ->
            Reply.json(
                200,
                Map.of(
                    "version", "20261130120000", "statements", List.of(), "rollback", List.of())));
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  private Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }

  private Caller ben() {
    return Caller.with(installation.url(), AuthDouble.BEN);
  }

  @Test
  void queryIsRunByTheWorkerForWhoAsks() {
    // when
    var answer =
        ada()
            .post(
                DATABASE + "/query",
                "{\"query\":\"select $1::int as one\",\"parameters\":[1,null],\"read_only\":true}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.body()).isEqualTo("[{\"one\":1}]");
    assertThat(answer.header("cache-control")).contains("no-store");
    var asked = installation.worker.asked("POST " + STACK + "/query").getFirst();
    assertThat(asked.json())
        .hasToString(
            "{\"parameters\":[1,null],\"query\":\"select $1::int as one\",\"read_only\":true}");
    assertThat(asked.headers())
        .containsEntry("authorization", "Bearer internal-" + AuthDouble.ADA_ID);
  }

  @Test
  void readOnlyPathReadsWhateverTheBodySays() {
    // when
    ada().post(DATABASE + "/query/read-only", "{\"query\":\"select 1\",\"read_only\":false}");

    // then
    assertThat(
            installation
                .worker
                .asked("POST " + STACK + "/query")
                .getFirst()
                .json()
                .path("read_only")
                .asBoolean())
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/query", "/query/read-only", "/migrations"})
  void mereMemberIsRefusedHere(String path) {
    // when
    var answer = ben().post(DATABASE + path, "{\"query\":\"select 1\"}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(installation.worker.asked()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "{\"query\":\" \"}", "{\"query\":7,\"more\":1}", "[]"})
  void whatIsNoQueryIsRefused(String body) {
    // when
    var answer = ada().post(DATABASE + "/query", body);

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(400);
    assertThat(answer.json().path("message").asText()).isNotEmpty();
    assertThat(installation.worker.asked()).isEmpty();
  }

  @Test
  void whatPostgresqlSaysIsPassedOn() {
    // given
    installation.worker.on(
        "POST " + STACK + "/query",
        _ -> Reply.problem(400, "sql_refused", "42P01: ERROR: relation \"x\" does not exist"));

    // when
    var answer = ada().post(DATABASE + "/query", "{\"query\":\"select * from x\"}");

    // then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.json().path("code").asText()).isEqualTo("sql_refused");
    assertThat(answer.json().path("message").asText())
        .isEqualTo("42P01: ERROR: relation \"x\" does not exist");
  }

  @Test
  void migrationsAreListedWithoutTheirSqlAndShownWithIt() {
    // given
    var first =
        Map.of(
            "version",
            "1",
            "name",
            "first",
            "statements",
            List.of("select 1"),
            "rollback",
            List.of());
    installation.worker.on("GET " + STACK + "/migrations", _ -> Reply.json(200, List.of(first)));
    installation.worker.on("GET " + STACK + "/migrations/1", _ -> Reply.json(200, first));

    // when
    var list = ada().get(DATABASE + "/migrations");
    var one = ada().get(DATABASE + "/migrations/1");

    // then
    assertThat(list.body()).isEqualTo("[{\"version\":\"1\",\"name\":\"first\"}]");
    assertThat(one.json().path("statements").get(0).asText()).isEqualTo("select 1");
  }

  @Test
  void migrationIsAppliedOrOnlyWrittenDown() {
    // when
    var applied = ada().post(DATABASE + "/migrations", "{\"name\":\"a\",\"query\":\"select 1\"}");
    var recorded =
        ada().send("PUT", DATABASE + "/migrations", "{\"name\":\"b\",\"query\":\"select 2\"}");

    // then
    assertThat(applied.status()).as(applied.body()).isEqualTo(200);
    assertThat(recorded.status()).as(recorded.body()).isEqualTo(200);
    assertThat(installation.worker.asked("POST " + STACK + "/migrations")).hasSize(1);
    assertThat(installation.worker.asked("PUT " + STACK + "/migrations")).hasSize(1);
  }
}
