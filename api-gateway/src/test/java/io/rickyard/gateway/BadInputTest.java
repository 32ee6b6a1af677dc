package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.json.ContractJson;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BadInputTest {

  private static final String ORGANIZATION = "\"organization\":\"" + OrgDouble.ACME + "\"";

  private static Installation installation;

  @BeforeAll
  static void start() {
    installation = new Installation();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"type":"platform.probe",ORG                                     | 400 | invalid_request
          not json                                                         | 400 | invalid_request
          []                                                               | 400 | invalid_request
          {"type":"platform.probe",ORG,"color":"red"}                      | 400 | unknown_field
          {"type":"platform.probe",ORG,"input":{"color":"red"}}            | 400 | unknown_field
          {"type":"platform.probe",ORG,"input":{"type":"stack.pause"}}     | 400 | unknown_field
          {"type":"platform.probe",ORG,ORG}                                | 400 | invalid_request
          {"type":"platform.probe",ORG,"input":{"steps":0}}                | 400 | invalid_request
          {"type":"platform.probe",ORG,"input":{"steps":"many"}}           | 400 | invalid_request
          {"type":"platform.probe",ORG,"input":[]}                         | 400 | invalid_request
          {"type":"platform.probe",ORG,"labels":{"a":"\\u0000"}}           | 400 | invalid_request
          {"type":"platform.probe",ORG,"labels":{"\\u0000":"a"}}           | 400 | invalid_request
          {"type":"platform.probe",ORG,"input":{"\\u0000":1}}              | 400 | invalid_request
          {"type":"platform.probe",ORG,"labels":{"":"a"}}                  | 400 | invalid_request
          {"type":"platform.probe"}                                        | 400 | invalid_request
          {"type":"platform.probe",ORG,"project":"shopshopshopshopshop"}   | 400 | invalid_request
          {"type":"platform.probe","organization":"'; drop table task --"} | 400 | invalid_request
          {"type":"platform.probe","organization":"foreignforeignforeig"}  | 404 | not_found
          {"type":"stack.pause",ORG}                                       | 400 | invalid_request
          {"type":"stack.pause","project":"foreignforeignforeig"}          | 404 | not_found
          {"type":"stack.provision",ORG,"input":{"name":"x","db_pass":1}}  | 400 | invalid_request
          {"type":"stack.explode",ORG}                                     | 400 | invalid_request
          {"type":"platform.probe",ORG,"queue":"express"}                  | 400 | invalid_request
          {"type":"platform.probe",ORG,"run_at":"tomorrow"}                | 400 | invalid_request
          {"type":"platform.probe",ORG,"retry_of":"4711"}                  | 400 | invalid_request
          """)
  void badTaskIsRefusedWithAProblem(String body, int status, String code) {
    // when
    var answer = ada().post("/v1/tasks", body.replace("ORG", ORGANIZATION));

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("content-type")).startsWith("application/problem+json");
    assertThat(answer.code()).isEqualTo(code);
    assertThat(answer.body()).doesNotContain("io.rickyard", "com.fasterxml", "Exception");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '\0',
      textBlock =
          """
          {"name":""}                                           | 400 | invalid_request
          {"name":"   "}                                        | 400 | invalid_request
          {"name":"a\\u0000b"}                                  | 400 | invalid_request
          {"name":"a\\nb"}                                      | 400 | invalid_request
          {"name":"LONG"}                                       | 400 | invalid_request
          {"nom":"a"}                                           | 400 | invalid_request
          {                                                     | 400 | invalid_request
          """)
  void badOrganizationIsRefusedInTheManagementApisForm(String body, int status, String code) {
    // when
    var answer = ada().post("/v1/organizations", body.replace("LONG", "x".repeat(101)));

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(status);
    assertThat(answer.header("content-type")).startsWith("application/json");
    assertThat(answer.json().path("message").asText()).isNotEmpty();
    assertThat(answer.code()).isEqualTo(code);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "O'Brien \"& Sons\"",
        "'; drop table organizations; --",
        "Łódź 日本語 👩‍🚀",
        "<script>alert(1)</script>",
        "${jndi:ldap://example.org/a}"
      })
  void nameIsJustText(String name) {
    // given
    var body = ContractJson.mapper().createObjectNode().put("name", name);

    // when
    var answer = ada().post("/v1/organizations", body.toString());

    // then
    assertThat(answer.status()).isEqualTo(201);
    assertThat(answer.json().path("name").asText()).isEqualTo(name);
    assertThat(installation.org.service().asked("POST /organizations").getLast().json())
        .isEqualTo(body);
  }

  @Test
  void managementApiIgnoresFieldsItDoesNotKnow() {
    // when
    var answer = ada().post("/v1/organizations", "{\"name\":\"Acme\",\"tier\":\"tier_free\"}");

    // then
    assertThat(answer.status()).isEqualTo(201);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "/v1/projects/foreignforeignforeig",
        "/v1/projects/short",
        "/v1/projects/UPPERUPPERUPPERUPPER",
        "/v1/projects/foreignforeignforeig/health",
        "/v1/organizations/foreignforeignforeig",
        "/v1/organizations/x'y",
        "/v1/organizations/foreignforeignforeig/members",
        "/v1/organizations/foreignforeignforeig/projects"
      })
  void whatOneMayNotKnowIsNotThere(String path) {
    // when
    var answer = ada().get(path.replace("'", "%27"));

    // then
    assertThat(answer.status()).isEqualTo(404);
    assertThat(answer.code()).isEqualTo("not_found");
  }

  @Test
  void deepJsonIsRefused() {
    // given
    var deep = "{\"a\":".repeat(100) + "1" + "}".repeat(100);

    // when
    var answer =
        ada()
            .post(
                "/v1/tasks",
                "{\"type\":\"platform.probe\"," + ORGANIZATION + ",\"input\":" + deep + "}");

    // then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.code()).isEqualTo("invalid_request");
  }

  @Test
  void oversizedBodyIsRefused() {
    // when
    var answer = ada().post("/v1/tasks", "\"" + "x".repeat(1_100_000) + "\"");

    // then
    assertThat(answer.status()).isEqualTo(413);
    assertThat(answer.code()).isEqualTo("payload_too_large");
  }

  @Test
  void bodyOfAnotherTypeIsRefused() {
    // when
    var answer = ada().header("Content-Type", "text/xml").post("/v1/tasks", "<task/>");

    // then
    assertThat(answer.status()).isEqualTo(415);
    assertThat(answer.code()).isEqualTo("unsupported_media_type");
  }

  @Test
  void memberWithoutTheRoleIsForbidden() {
    // when
    var answer =
        Caller.with(installation.url(), AuthDouble.BEN)
            .post("/v1/tasks", "{\"type\":\"platform.probe\"," + ORGANIZATION + "}");

    // then
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.code()).isEqualTo("forbidden");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "a b"})
  void uselessIdempotencyKeyIsRefused(String key) {
    // when
    var answer =
        ada()
            .header("Idempotency-Key", key)
            .post("/v1/tasks", "{\"type\":\"platform.probe\"," + ORGANIZATION + "}");

    // then
    assertThat(answer.status()).isEqualTo(400);
  }

  private static Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }
}
