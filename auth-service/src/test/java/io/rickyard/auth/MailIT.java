package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Mail that services let be sent, and the mailbox. */
class MailIT {

  private static final String INVITATION_LINK = "http://localhost:8000/#invitation=rki_1";

  private static TestInstallation installation;
  private static AuthClient client;

  @BeforeAll
  static void start() {
    installation = new TestInstallation();
    client = installation.client();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @Test
  void invitationIsSentOnceHoweverOftenItIsAskedFor() {
    // given
    var mail = invitation("guest@example.com");

    // when
    var first = client.post("/internal/mails", mail, installation.gateway());
    var again = client.post("/internal/mails", mail, installation.gateway());

    // then
    assertThat(first.status()).isEqualTo(202);
    assertThat(again.text("transport")).isEqualTo("mailbox");
    assertThat(installation.mails("guest@example.com"))
        .singleElement()
        .satisfies(kept -> {
          assertThat(kept.path("subject").asText()).isEqualTo("You are invited to Acme");
          assertThat(kept.path("text").asText()).contains(INVITATION_LINK);
        });
  }

  @Test
  void mailboxIsForAdministratorsAlone() {
    // given
    String password = installation.newUser("curious@example.com");
    String curious =
        client.internal(client.signIn("curious@example.com", password).text("access_token"));

    // then
    assertThat(client.get("/internal/mails", curious).text("code")).isEqualTo("forbidden");
    assertThat(client.get("/internal/mails", installation.gateway()).status()).isEqualTo(403);
    assertThat(client.get("/internal/mails", null).status()).isEqualTo(401);
  }

  @Test
  void personSendsNoMail() {
    // given
    String me = client.internal(installation.signedIn().text("access_token"));

    // when
    var refused = client.post("/internal/mails", invitation("x@example.com"), me);

    // then
    assertThat(refused.status()).isEqualTo(403);
    assertThat(installation.mails("x@example.com")).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"to,nobody", "purpose,recovery", "purpose,nothing"})
  void wrongMailIsSaidToBeWrong(String field, String value) {
    // given
    var mail = invitation("y@example.com");
    mail.put(field, value);

    // when
    var refused = client.post("/internal/mails", mail, installation.gateway());

    // then
    assertThat(refused.status()).isEqualTo(400);
    assertThat(refused.text("code")).isEqualTo("invalid_request");
  }

  @Test
  void databaseAloneDoesNotTellWhatAMessageSays() throws SQLException {
    // given
    client.post("/internal/mails", invitation("sealed@example.com"), installation.gateway());

    // when
    try (var connection = installation.database().dataSource("auth").getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select mail::text, encode(body, 'escape') from mail"
                    + " where recipient = 'sealed@example.com'")) {

      // then
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1) + rows.getString(2)).doesNotContain("rki_1");
    }
  }

  private static Map<String, Object> invitation(String to) {
    return new HashMap<>(
        Map.of(
            "id",
            UUID.randomUUID(),
            "purpose",
            "invitation",
            "to",
            to,
            "values",
            Map.of(
                "organization", "Acme",
                "inviter", "ada@example.com",
                "link", INVITATION_LINK,
                "lifetime", "a week"),
            "invited_until",
            TestClock.CLOCK.instant().plus(Duration.ofDays(7)).toString()));
  }
}
