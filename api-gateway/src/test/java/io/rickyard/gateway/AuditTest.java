package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AuditTest {

  private static final String SEARCH = "POST /internal/audit/search";
  private static final String AUDIT = "/v1/organizations/" + OrgDouble.ACME + "/audit";

  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
  }

  @BeforeEach
  void answer() {
    installation.auth.service().forget();
    installation
        .auth
        .service()
        .on(
            SEARCH,
            _ ->
                Reply.json(
                    200,
                    Map.of(
                        "data",
                        List.of(Map.of("action", "project.create"), Map.of("action", "x.y")),
                        "next",
                        "page-2")));
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  private static Caller with(String token) {
    return Caller.with(installation.url(), token);
  }

  @Test
  void searchIsAskedForTheOrganizationOfThePathAlone() {
    // when
    var answer =
        with(AuthDouble.ADA)
            .get(
                AUDIT
                    + "?actor=ada%40example.org&action=project.&from=2026-12-01T08:00:00Z&limit=7");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("next").asText()).isEqualTo("page-2");
    var asked = installation.auth.service().asked(SEARCH).getLast();
    assertThat(asked.headers().get("authorization")).isEqualTo("Bearer internal-api-gateway");
    assertThat(asked.json().path("organization").asText()).isEqualTo(OrgDouble.ACME);
    assertThat(asked.json().path("actor").asText()).isEqualTo("ada@example.org");
    assertThat(asked.json().path("limit").asInt()).isEqualTo(7);
  }

  @Test
  void exportHasALineForEachEntryAndSaysWhereItGoesOn() {
    // when
    var answer = with(AuthDouble.ADA).get(AUDIT + "/export");

    // then
    assertThat(answer.body()).isEqualTo("{\"action\":\"project.create\"}\n{\"action\":\"x.y\"}\n");
    assertThat(answer.header("content-type")).startsWith("application/x-ndjson");
    assertThat(answer.header("rickyard-next")).isEqualTo("page-2");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "/export"})
  void membersSeeNothingAndStrangersNoOrganization(String form) {
    // then
    assertThat(with(AuthDouble.BEN).get(AUDIT + form).status()).isEqualTo(403);
    assertThat(
            with(AuthDouble.ADA)
                .get("/v1/organizations/" + OrgDouble.FOREIGN + "/audit" + form)
                .status())
        .isEqualTo(404);
    assertThat(new Caller(installation.url()).get(AUDIT + form).status()).isEqualTo(401);
    assertThat(installation.auth.service().asked(SEARCH)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"/v1/audit", "/v1/audit/export"})
  void wholeTrailIsForAdministratorsOfTheInstallation(String path) {
    assertThat(with(AuthDouble.ADA).get(path).status()).isEqualTo(403);
    assertThat(installation.auth.service().asked(SEARCH)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "organization=" + OrgDouble.FOREIGN,
        "limit=0",
        "limit=201",
        "limit=x",
        "from=yesterday",
        "colour=blue"
      })
  void whatIsNoFilterIsRefusedAndNotIgnored(String query) {
    assertThat(with(AuthDouble.ADA).get(AUDIT + "?" + query).status()).isEqualTo(400);
    assertThat(installation.auth.service().asked(SEARCH)).isEmpty();
  }
}
