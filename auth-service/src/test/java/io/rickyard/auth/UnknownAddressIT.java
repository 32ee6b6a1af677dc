package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Addresses that nobody has an account with, or may have one. */
class UnknownAddressIT extends PeopleWithMail {

  @ParameterizedTest
  @CsvSource({"/otp,", "/magiclink,", "/recover,", "/resend,signup", "/resend,email_change"})
  void neitherAnswerNorWorkTellsWhetherThereIsAnAccount(String path, String type)
      throws SQLException {
    // given
    String known = type == null || type.equals("signup") ? user() : wishing();
    String unknown = "unknown-" + known;
    TestClock.CLOCK.advance(Duration.ofHours(4));
    Map<String, Object> body = new HashMap<>(Map.of("email", known));
    if (type != null) {
      body.put("type", type);
    }
    var before = counts();

    // when
    var ofKnown = client.post(path, body, null);
    var between = counts();
    body.put("email", unknown);
    var ofUnknown = client.post(path, body, null);
    var after = counts();

    // then
    assertThat(ofKnown.status()).isEqualTo(200);
    assertThat(ofUnknown.status()).isEqualTo(200);
    assertThat(ofUnknown.body()).isEqualTo(ofKnown.body());
    assertThat(difference(between, after)).isEqualTo(difference(before, between));
    assertThat(installation.mails(unknown)).isEmpty();
  }

  @Test
  void mailsToUnknownAddressesAreLimitedLikeThoseToKnownOnes() {
    // given
    for (String email : List.of(user(), "stranger@example.com")) {
      for (int i = 0; i < 3; i++) {
        assertThat(client.post("/recover", Map.of("email", email), null).status()).isEqualTo(200);
      }

      // when
      var refused = client.post("/recover", Map.of("email", email), null);

      // then
      assertThat(refused.text("error_code")).isEqualTo("over_email_send_rate_limit");
    }
  }

  @Test
  void closedInstallationTakesOnlyWhoWasInvited() {
    // given
    String guest = "guest-" + ++users + "@example.com";
    var invitation =
        Map.of(
            "id",
            UUID.randomUUID(),
            "purpose",
            "invitation",
            "to",
            guest,
            "values",
            Map.of("organization", "A", "inviter", "b", "link", "http://x", "lifetime", "a day"),
            "invited_until",
            TestClock.CLOCK.instant().plus(Duration.ofDays(1)).toString());
    client.post("/internal/mails", invitation, installation.gateway());
    var body = Map.of("email", guest, "password", "a goat on the roof");

    // when
    var invited = client.post("/signup", body, null);
    TestClock.CLOCK.advance(Duration.ofDays(2));
    var late = client.post("/signup", body, null);

    // then
    assertThat(invited.status()).isEqualTo(200);
    assertThat(late.text("error_code")).isEqualTo("signup_disabled");
    assertThat(
            client
                .post("/signup", Map.of("email", user(), "password", "a goat on the roof"), null)
                .text("error_code"))
        .isEqualTo("signup_disabled");
    assertThat(client.post("/signup", Map.of(), null).text("error_code"))
        .isEqualTo("anonymous_provider_disabled");
    assertThat(client.get("/settings", null).body().path("disable_signup").asBoolean()).isTrue();
  }

  @Test
  void otpMakesNoAccountWhereSignUpIsClosed() {
    // given
    String email = "nobody-yet@example.com";

    // when
    var answer = client.post("/otp", Map.of("email", email, "create_user", true), null);

    // then
    assertThat(answer.status()).isEqualTo(200);
    assertThat(client.get("/admin/users?per_page=1000", TestInstallation.SECRET_KEY).body())
        .noneMatch(page -> page.toString().contains(email));
  }

  /** Somebody who wants another address. */
  private static String wishing() {
    String email = user();
    String access = client.signIn(email, "password of " + email).text("access_token");
    client.put("/user", Map.of("email", "wanted-" + email), access);
    return email;
  }

  /** How many messages were written, and in which templates. */
  private static List<Long> counts() throws SQLException {
    try (var connection = installation.database().dataSource("auth").getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select count(*), coalesce(sum(length(purpose)), 0) from mail")) {
      rows.next();
      return List.of(rows.getLong(1), rows.getLong(2));
    }
  }

  private static List<Long> difference(List<Long> before, List<Long> after) {
    return IntStream.range(0, before.size()).mapToObj(i -> after.get(i) - before.get(i)).toList();
  }
}
