package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import io.rickyard.testing.Eventually;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who is refused for lack of a right, a scope or a second factor stands in the audit. */
class RefusalsTest {

  private static final OrganizationId ACME = new OrganizationId(OrgDouble.ACME);
  private static final String PROBE =
      "{\"type\":\"platform.probe\",\"organization\":\"" + OrgDouble.ACME + "\"}";

  private Installation installation;

  @BeforeEach
  void start() {
    installation = new Installation();
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  private Caller ben() {
    return Caller.with(installation.url(), AuthDouble.BEN);
  }

  private Caller scoped(String scope) {
    String token = "sbp_" + "5".repeat(40);
    installation.auth.hold(token, AuthDouble.ADA_ID, "token", "tid-s", List.of(scope));
    return Caller.with(installation.url(), token);
  }

  private List<Envelope<?>> records() {
    return installation.published().envelopes(Topic.AUDIT);
  }

  private Envelope<?> only() {
    Eventually.asserted(() -> assertThat(records()).hasSize(1));
    return records().getFirst();
  }

  private static AuditRecord body(Envelope<?> envelope) {
    return (AuditRecord) envelope.body();
  }

  @Test
  void rightThatIsMissingHereIsRecordedInItsOrganization() {
    // when
    var answer = ben().header("Rickyard-Correlation-Id", "my-request").post("/v1/tasks", PROBE);

    // then
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("rickyard-refused-organization")).isNull();
    var record = only();
    assertThat(record.organization()).isEqualTo(ACME);
    assertThat(record.actor().id()).isEqualTo("tid-ben");
    assertThat(record.actor().onBehalfOf()).isEqualTo(AuthDouble.BEN_ID);
    assertThat(record.correlationId().value()).isEqualTo("my-request");
    assertThat(body(record).action()).isEqualTo("request.refuse");
    assertThat(body(record).outcome()).isEqualTo("refused");
    assertThat(body(record).target()).isEqualTo("/v1/tasks");
    assertThat(body(record).origin()).isEqualTo("127.0.0.1");
    assertThat(body(record).detail()).startsWith("POST: ").contains("developer", "member");
  }

  @Test
  void serviceThatRefusesSaysInWhoseAuditItBelongs() {
    // given
    installation
        .org
        .service()
        .on(
            "PATCH /projects/" + OrgDouble.SHOP,
            _ ->
                Reply.problem(403, "forbidden", "This needs the role of developer")
                    .with("Rickyard-Refused-Organization", OrgDouble.ACME));

    // when
    var answer = ben().send("PATCH", "/v1/projects/" + OrgDouble.SHOP, "{\"name\":\"x\"}");

    // then
    assertThat(answer.status()).isEqualTo(403);
    assertThat(answer.header("rickyard-refused-organization")).isNull();
    assertThat(only().organization()).isEqualTo(ACME);
  }

  @ParameterizedTest
  @CsvSource({
    "/v1/organizations/" + OrgDouble.ACME + "/members," + OrgDouble.ACME,
    "/v1/projects/" + OrgDouble.SHOP + "," + OrgDouble.ACME,
    "/v1/organizations/" + OrgDouble.FOREIGN + "/members,",
    "/v1/access-tokens,"
  })
  void scopeThatIsMissingIsRecordedInOrganizationsOfTheCallerOnly(
      String path, String organization) {
    // when
    var answer = scoped("audit.read").get(path);

    // then
    assertThat(answer.status()).isEqualTo(403);
    var record = only();
    assertThat(record.organization())
        .isEqualTo(organization == null ? null : new OrganizationId(organization));
    assertThat(record.actor().id()).isEqualTo("tid-s");
    assertThat(body(record).target()).isEqualTo(path);
  }

  @Test
  void sessionWithoutItsSecondFactorIsRecordedAsItsPersons() {
    // given
    installation
        .auth
        .service()
        .on(
            "POST /internal/exchange",
            _ ->
                Reply.problem(403, "second_factor_needed", "Show its code as well")
                    .with("Rickyard-Refused-Person", AuthDouble.BEN_ID));

    // when
    var answer = Caller.with(installation.url(), "sbp_" + "6".repeat(40)).get("/v1/projects");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(403);
    assertThat(answer.header("rickyard-refused-person")).isNull();
    var record = only();
    assertThat(record.actor().id()).isEqualTo(AuthDouble.BEN_ID);
    assertThat(record.organization()).isNull();
  }

  @Test
  void floodOfRefusalsIsNoFloodOfRecords() {
    // when
    for (int i = 0; i < 60; i++) {
      ben().post("/v1/tasks", PROBE);
    }
    var published = installation.published();
    installation.gateway().close();

    // then
    var records = published.envelopes(Topic.AUDIT);
    // Two minutes, should one have ended within them.
    assertThat(records).hasSizeBetween(11, 22);
    assertThat(records)
        .extracting(record -> String.valueOf(body(record).detail()))
        .anyMatch(detail -> detail.contains("more requests of this caller were refused"));
  }

  @Test
  void whatTheCallerMayNotKnowOfAndWhatIsAllowedLeavesNoRefusal() {
    // when
    ben().get("/v1/organizations/" + OrgDouble.FOREIGN);
    new Caller(installation.url()).get("/v1/projects");
    ben().get("/v1/organizations/" + OrgDouble.ACME);
    ben().post("/v1/tasks", PROBE);

    // then
    assertThat(body(only()).target()).isEqualTo("/v1/tasks");
  }
}
