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

class TeamsTest {

  private static final String TEAMS = "/organizations/" + OrgDouble.ACME + "/teams";

  private Installation installation;

  @BeforeEach
  void start() {
    installation =
        new Installation(
            Map.of("test.kafka", "recording", "rickyard.kafka.bootstrap-servers", "127.0.0.1:1"));
  }

  @AfterEach
  void stop() {
    installation.close();
  }

  private static Map<String, Object> team() {
    return Map.of(
        "slug",
        "payments",
        "name",
        "Payments",
        "created_at",
        "2026-11-01T00:00:00Z",
        "members",
        List.of(AuthDouble.ADA_ID, "unknown"),
        "projects",
        List.of(Map.of("ref", OrgDouble.SHOP, "name", "shop", "role", "developer")));
  }

  private Caller ben() {
    return Caller.with(installation.url(), AuthDouble.BEN);
  }

  private Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }

  /** Ben, a mere member of the organization, is this on its project. */
  private void benOnTheProject(String role) {
    installation
        .org
        .service()
        .on(
            "GET /rights",
            request ->
                Reply.json(
                    200,
                    Map.of(
                        "organization",
                        OrgDouble.ACME,
                        "role",
                        request.query().startsWith("project=") ? role : "member")));
  }

  private static String probe(String where, String what) {
    return "{\"type\":\"platform.probe\",\"%s\":\"%s\"}".formatted(where, what);
  }

  @Test
  void teamIsShownWithTheAddressesOfItsMembers() {
    // given
    installation.org.service().on("GET " + TEAMS + "/payments", _ -> Reply.json(200, team()));

    // when
    var shown = ben().get("/v1" + TEAMS + "/payments");

    // then
    assertThat(shown.status()).as(shown.body()).isEqualTo(200);
    assertThat(shown.json().at("/members/0/email").asText()).isEqualTo("ada@example.org");
    assertThat(shown.json().at("/members/1").toString()).isEqualTo("{\"user_id\":\"unknown\"}");
    assertThat(shown.json().at("/projects/0/role").asText()).isEqualTo("developer");
  }

  @Test
  void everyChangeGoesToWhoDecidesIt() {
    // given
    var org = installation.org.service();
    String one = TEAMS + "/payments";
    org.on("POST " + TEAMS, _ -> Reply.json(201, team()));
    org.on("PATCH " + one, _ -> Reply.json(200, team()));
    org.on("DELETE " + one, _ -> Reply.empty(204));
    for (String method : List.of("PUT ", "DELETE ")) {
      org.on(method + one + "/members/" + AuthDouble.BEN_ID, _ -> Reply.json(200, team()));
      org.on(method + one + "/projects/" + OrgDouble.SHOP, _ -> Reply.json(200, team()));
    }

    // when
    var statuses =
        List.of(
            ada().post("/v1" + TEAMS, "{\"name\":\"Payments\"}").status(),
            ada().send("PATCH", "/v1" + one, "{\"name\":\"Money\"}").status(),
            ada().send("PUT", "/v1" + one + "/members/" + AuthDouble.BEN_ID, "{}").status(),
            ada()
                .send(
                    "PUT", "/v1" + one + "/projects/" + OrgDouble.SHOP, "{\"role\":\"developer\"}")
                .status(),
            ada().send("DELETE", "/v1" + one + "/projects/" + OrgDouble.SHOP, null).status(),
            ada().send("DELETE", "/v1" + one + "/members/" + AuthDouble.BEN_ID, null).status(),
            ada().send("DELETE", "/v1" + one, null).status());

    // then
    assertThat(statuses).containsExactly(201, 200, 200, 200, 200, 200, 204);
    var given = org.asked("PUT " + one + "/projects/" + OrgDouble.SHOP).getFirst();
    assertThat(given.json().path("role").asText()).isEqualTo("developer");
    assertThat(given.headers().get("authorization"))
        .isEqualTo("Bearer internal-" + AuthDouble.ADA_ID);
  }

  @Test
  void taskOnAProjectIsAcceptedByTheRightThatATeamGivesThere() {
    // given
    benOnTheProject("developer");

    // then
    assertThat(ben().post("/v1/tasks", probe("project", OrgDouble.SHOP)).status()).isEqualTo(202);
    assertThat(ben().post("/v1/tasks", probe("organization", OrgDouble.ACME)).status())
        .isEqualTo(403);
  }

  @Test
  void memberWithoutATeamIsRefusedOnTheProject() {
    // given
    benOnTheProject("member");

    // then
    assertThat(ben().post("/v1/tasks", probe("project", OrgDouble.SHOP)).status()).isEqualTo(403);
  }
}
