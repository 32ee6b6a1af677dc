package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** An installation that sends no mail, and keeps none. */
class NoMailIT {

  private static TestInstallation installation;
  private static AuthClient client;

  @BeforeAll
  static void start() {
    installation =
        new TestInstallation(
            Map.of("rickyard.auth.mail.transport", "none", "rickyard.auth.sign-up.open", true));
    client = installation.client();
  }

  @AfterAll
  static void stop() {
    installation.close();
  }

  @ParameterizedTest
  @CsvSource({
    "/signup,ada@example.com",
    "/signup,nobody@example.com",
    "/otp,ada@example.com",
    "/otp,nobody@example.com",
    "/recover,ada@example.com",
    "/recover,nobody@example.com",
    "/resend,ada@example.com"
  })
  void whatWouldHaveToSendMailSaysThatThereIsNone(String path, String email) {
    // when
    var refused =
        client.post(
            path, Map.of("email", email, "password", "a goat on the roof", "type", "signup"), null);

    // then
    assertThat(refused.status()).isEqualTo(422);
    assertThat(refused.text("error_code")).isEqualTo("email_provider_disabled");
  }

  @Test
  void linkIsHandedOutAllTheSame() {
    // when
    var link =
        client.post(
            "/admin/generate_link",
            Map.of("type", "recovery", "email", TestInstallation.EMAIL),
            TestInstallation.SECRET_KEY);

    // then
    assertThat(link.text("action_link")).contains("type=recovery");
    assertThat(
            client
                .post("/invite", Map.of("email", "x@example.com"), TestInstallation.SECRET_KEY)
                .text("error_code"))
        .isEqualTo("email_provider_disabled");
    assertThat(client.get("/settings", null).body().path("disable_signup").asBoolean()).isTrue();
  }

  @Test
  void thereIsNoMailbox() {
    // given
    String me = client.internal(installation.signedIn().text("access_token"));

    // then
    assertThat(client.get("/internal/mails", me).status()).isEqualTo(404);
    assertThat(
            client
                .put(
                    "/user",
                    Map.of("email", "other@example.com"),
                    installation.signedIn().text("access_token"))
                .text("error_code"))
        .isEqualTo("email_provider_disabled");
  }
}
