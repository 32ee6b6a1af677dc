package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;

/** What somebody who is signed in has to prove by mail. */
class AddressChangeIT extends PeopleWithMail {

  @Test
  void addressChangesOnceBothAgree() {
    // given
    String email = user();
    String wanted = "new-" + email;
    String access = client.signIn(email, "password of " + email).text("access_token");
    client.put("/user", Map.of("email", wanted), access);

    // when
    var half = verify("email_change", email, installation.code(email));
    var before = client.get("/user", access);
    var whole = verify("email_change", wanted, installation.code(wanted));

    // then
    assertThat(half.status()).isEqualTo(200);
    assertThat(half.text("msg")).contains("other email");
    assertThat(before.text("email")).isEqualTo(email);
    assertThat(whole.body().path("user").path("email").asText()).isEqualTo(wanted);
    assertThat(client.signIn(wanted, "password of " + email).status()).isEqualTo(200);
    assertThat(client.signIn(email, "password of " + email).status()).isEqualTo(400);
  }

  @Test
  void oneSideAgreeingTwiceChangesNothing() {
    // given
    String email = user();
    String wanted = "twice-" + email;
    String access = client.signIn(email, "password of " + email).text("access_token");
    client.put("/user", Map.of("email", wanted), access);
    verify("email_change", wanted, installation.code(wanted));
    client.post("/resend", Map.of("type", "email_change", "email", email), null);

    // when
    var again = verify("email_change", wanted, installation.code(wanted));

    // then
    assertThat(again.body().has("access_token")).isFalse();
    assertThat(client.get("/user", access).text("email")).isEqualTo(email);
  }

  @Test
  void addressOfAnotherAccountIsNotTakenAndNotTold() {
    // given
    String email = user();
    String taken = user();
    String access = client.signIn(email, "password of " + email).text("access_token");

    // when
    var asked = client.put("/user", Map.of("email", taken), access);

    // then
    assertThat(asked.status()).isEqualTo(200);
    assertThat(asked.text("new_email")).isEqualTo(taken);
    assertThat(installation.mail(taken)).contains("There is one with it already");
    verify("email_change", email, installation.code(email));
    assertThat(client.get("/user", access).text("email")).isEqualTo(email);
  }

  @Test
  void nonceFromTheMailIsCheckedWhereItIsGiven() {
    // given
    String email = user();
    String access = client.signIn(email, "password of " + email).text("access_token");
    var sent = client.get("/reauthenticate", access);
    String nonce = installation.code(email);
    var wrong = Map.of("password", "a sheep in the barn", "nonce", "12345");

    // when
    var refused = client.put("/user", wrong, access);
    var taken =
        client.put("/user", Map.of("password", "a sheep in the barn", "nonce", nonce), access);

    // then
    assertThat(sent.status()).isEqualTo(200);
    assertThat(refused.text("error_code")).isEqualTo("reauthentication_not_valid");
    assertThat(taken.status()).isEqualTo(200);
    assertThat(verify("reauthentication", email, nonce).status()).isEqualTo(400);
  }
}
