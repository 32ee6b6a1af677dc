package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.organization.Role;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.gateway.doubles.Reply;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class MembersTest {

  private static final String ORGANIZATION = "/organizations/" + OrgDouble.ACME;
  private static final String TOKEN = "rki_" + "1".repeat(40);

  private static Installation installation;

  @BeforeAll
  static void start() {
    installation =
        new Installation(
            Map.of(
                "test.kafka",
                "recording",
                "rickyard.kafka.bootstrap-servers",
                "127.0.0.1:1",
                "rickyard.installation.url",
                "http://localhost:8000"));
    var org = installation.org.service();
    org.on(
        "PATCH " + ORGANIZATION + "/members/" + AuthDouble.ADA_ID,
        _ -> Reply.json(200, Map.of("user_id", AuthDouble.ADA_ID, "role", "developer")));
    org.on("DELETE " + ORGANIZATION + "/members/" + AuthDouble.BEN_ID, _ -> Reply.empty(204));
    org.on(
        "GET " + ORGANIZATION + "/invitations",
        _ -> Reply.json(200, Map.of("data", List.of(invitation(null)))));
    org.on("POST " + ORGANIZATION + "/invitations", _ -> Reply.json(201, invitation(TOKEN)));
    org.on("DELETE " + ORGANIZATION + "/invitations/i1", _ -> Reply.empty(204));
    org.on(
        "POST /invitations/accept",
        _ -> Reply.json(200, Map.of("organization", OrgDouble.ACME, "role", "developer")));
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  private static Map<String, Object> invitation(@Nullable String token) {
    var invitation =
        new HashMap<String, Object>(
            Map.of(
                "id", "i1",
                "organization", OrgDouble.ACME,
                "role", "developer",
                "state", "open",
                "invited_by", AuthDouble.ADA_ID,
                "created_at", "2026-11-01T00:00:00Z",
                "expires_at", "2026-11-08T00:00:00Z"));
    if (token != null) {
      invitation.put("token", token);
    }
    return invitation;
  }

  private static Caller ada() {
    return Caller.with(installation.url(), AuthDouble.ADA);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void roleIsExplainedAsItIsChecked(Role role) {
    // when
    var roles = ada().get("/v1/roles").json();

    // then
    var shown =
        StreamSupport.stream(roles.path("data").spliterator(), false)
            .filter(one -> one.path("name").asText().equals(role.wireName()))
            .findFirst()
            .orElseThrow();
    assertThat(shown.path("permissions"))
        .extracting(JsonNode::asText)
        .containsExactlyElementsOf(
            List.of(Permission.values()).stream()
                .filter(role::may)
                .map(Permission::wireName)
                .toList());
    assertThat(roles.path("permissions").path(0).toString())
        .contains(
            "\"resource\":\"organization\"", "\"verb\":\"read\"", "\"least_role\":\"member\"");
  }

  @Test
  void memberGetsAnotherRoleUnderItsAddress() {
    // when
    var answer =
        ada()
            .send(
                "PATCH",
                "/v1" + ORGANIZATION + "/members/" + AuthDouble.ADA_ID,
                "{\"role\":\"developer\"}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    assertThat(answer.json().path("email").asText()).isEqualTo("ada@example.org");
    assertThat(answer.json().path("role_name").asText()).isEqualTo("Developer");
    assertThat(answer.json().path("role").asText()).isEqualTo("developer");
  }

  @Test
  void membershipEndsWithoutABody() {
    // when
    var answer = ada().send("DELETE", "/v1" + ORGANIZATION + "/members/" + AuthDouble.BEN_ID, null);

    // then
    assertThat(answer.status()).isEqualTo(204);
  }

  @Test
  void linkIsShownOnceAndKeptByNobodyOnTheWay() {
    // when
    var answer = ada().post("/v1" + ORGANIZATION + "/invitations", "{\"role\":\"developer\"}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(201);
    assertThat(answer.json().path("url").asText()).endsWith("/#/invitation/" + TOKEN);
    assertThat(answer.json().path("invited_by").path("email").asText())
        .isEqualTo("ada@example.org");
    assertThat(answer.header("cache-control")).isEqualTo("no-store");
    assertThat(ada().get("/v1" + ORGANIZATION + "/invitations").body())
        .contains("\"state\":\"open\"")
        .doesNotContain("rki_");
  }

  @Test
  void linkIsSentToTheAddressThatItIsFor() {
    // given
    var forAddress = new HashMap<>(invitation(TOKEN));
    forAddress.put("email", "guest@example.org");
    installation
        .org
        .service()
        .on("POST " + ORGANIZATION + "/invitations", _ -> Reply.json(201, forAddress));
    installation
        .auth
        .service()
        .on("POST /internal/mails", _ -> Reply.json(202, Map.of("transport", "smtp")));
    String body = "{\"role\":\"developer\",\"email\":\"guest@example.org\"}";

    // when
    var answer = ada().post("/v1" + ORGANIZATION + "/invitations", body);
    installation
        .auth
        .service()
        .on("POST /internal/mails", _ -> Reply.problem(503, "busy", "Not now"));
    var unsent = ada().post("/v1" + ORGANIZATION + "/invitations", body);
    installation
        .org
        .service()
        .on("POST " + ORGANIZATION + "/invitations", _ -> Reply.json(201, invitation(TOKEN)));

    // then
    assertThat(answer.json().path("mail").asText()).isEqualTo("smtp");
    assertThat(unsent.json().path("mail").asText()).isEqualTo("failed");
    assertThat(unsent.json().path("url").asText()).endsWith(TOKEN);
    var asked = installation.auth.service().asked("POST /internal/mails").getFirst().json();
    assertThat(asked.path("to").asText()).isEqualTo("guest@example.org");
    assertThat(asked.path("values").path("link").asText()).endsWith("/#/invitation/" + TOKEN);
    assertThat(asked.path("values").path("lifetime").asText()).isEqualTo("7 days");
    assertThat(asked.path("invited_until").asText()).isEqualTo("2026-11-08T00:00:00Z");
  }

  @Test
  void holderOfALinkShowsItInTheBody() {
    // when
    var answer = ada().post("/v1/invitations/accept", "{\"token\":\"" + TOKEN + "\"}");

    // then
    assertThat(answer.status()).as(answer.body()).isEqualTo(200);
    var asked = installation.org.service().asked("POST /invitations/accept").getLast();
    assertThat(asked.json().path("token").asText()).isEqualTo(TOKEN);
    assertThat(asked.headers().get("authorization"))
        .isEqualTo("Bearer internal-" + AuthDouble.ADA_ID);
  }

  @Test
  void roleThatIsNoneIsTheCallersMistake() {
    // when
    var answer = ada().post("/v1" + ORGANIZATION + "/invitations", "{\"role\":\"root\"}");

    // then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.body()).contains("owner, administrator, developer, member");
  }
}
