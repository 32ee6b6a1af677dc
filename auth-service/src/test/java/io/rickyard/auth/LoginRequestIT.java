package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;

/** What both ways to a token have in common. */
class LoginRequestIT extends ProgramsThatAsk {

  @Test
  void programThatIsNotKnownGetsNothing() {
    // when
    var browser =
        client.post("/internal/login/browser", request(Map.of("client_id", "other")), null);
    var device = client.post("/internal/login/device", Map.of("client_id", "other"), null);
    var token = redeem("rkg_" + "0".repeat(40), Map.of("client_id", "other"));

    // then
    assertThat(browser.status()).isEqualTo(400);
    assertThat(device.text("error")).isEqualTo("invalid_client");
    assertThat(token.text("error")).isEqualTo("invalid_client");
  }

  @Test
  void codeIsNeitherADeviceCodeNorTheOtherWayRound() {
    // given
    String person = person();
    String code = approved(person, Map.of());
    var device = device();
    client.post(decision(device.text("user_code"), "approve"), "", person);

    // then
    assertThat(redeem(device.text("device_code"), Map.of()).text("error"))
        .isEqualTo("invalid_grant");
    assertThat(
            token(Map.of("grant_type", DEVICE_GRANT, "client_id", CLIENT, "device_code", code))
                .text("error"))
        .isEqualTo("invalid_grant");
    assertThat(client.exchange(code).status()).isEqualTo(401);
    assertThat(client.exchange(device.text("device_code")).status()).isEqualTo(401);
  }

  @Test
  void whatIsMissingOrUnknownIsNamedInOAuthsWords() {
    assertThat(token(Map.of("client_id", CLIENT)).text("error"))
        .isEqualTo("unsupported_grant_type");
    assertThat(token(Map.of("client_id", CLIENT, "grant_type", "password")).text("error"))
        .isEqualTo("unsupported_grant_type");
    assertThat(token(Map.of("client_id", CLIENT, "grant_type", DEVICE_GRANT)).text("error"))
        .isEqualTo("invalid_request");
    assertThat(token(Map.of("client_id", CLIENT, "grant_type", "authorization_code")).text("error"))
        .isEqualTo("invalid_request");
    assertThat(
            client
                .post("/internal/login/browser", request(Map.of("response_type", "token")), null)
                .text("location"))
        .isEqualTo(CALLBACK + "?error=unsupported_response_type&state=of-mine");
  }

  @Test
  void nothingThatIsStoredLetsAnybodyIn() throws SQLException {
    // given
    String person = person();
    String name = asked(Map.of());
    String back = client.post(decision(name, "approve"), "", person).text("location");
    var device = device();

    // when
    String stored;
    try (var connection = installation.database().superuser();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select string_agg(r::text || encode(name_hash, 'escape')"
                    + " || encode(coalesce(device_hash, ''), 'escape'), ' ')"
                    + " from auth.login_request r")) {
      rows.next();
      stored = rows.getString(1);
    }

    // then
    assertThat(stored)
        .contains("laptop")
        .doesNotContain(
            name,
            code(back),
            device.text("device_code"),
            device.text("user_code"),
            device.text("user_code").replace("-", ""));
  }

  @Test
  void decisionsAreAudited() {
    // given
    String person = person();
    String approved = asked(Map.of("host", "approved-host"));
    String refused = asked(Map.of("host", "refused-host"));

    // when
    client.post(decision(approved, "approve"), "", person);
    client.post(decision(refused, "refuse"), "", person);

    // then
    Awaitility.await()
        .untilAsserted(() ->
            assertThat(audited())
                .contains(
                    "login.approve rickyard-cli on approved-host, asked from an unknown address",
                    "login.refuse rickyard-cli on refused-host, asked from an unknown address"));
  }

  @Test
  void machineSaysItsNameAndNothingMore() {
    // given
    String name = asked(Map.of("host", "evil\u202e host\n<b>approve me</b>" + "x".repeat(100)));

    // when
    var shown = client.get("/internal/login/requests/" + name, person());

    // then
    assertThat(shown.text("host")).hasSize(63).startsWith("evil-host-b-approve-me-b-x");
  }

  private static List<String> audited() throws SQLException {
    try (var connection = installation.database().superuser();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select action || ' ' || detail from auth.audit where action like 'login.%'")) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }
}
