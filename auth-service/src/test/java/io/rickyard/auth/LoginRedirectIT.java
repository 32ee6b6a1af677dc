package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A token for the code that the browser brings to the machine itself. */
class LoginRedirectIT extends ProgramsThatAsk {

  @Test
  void browserBringsACodeThatIsGoodForATokenNamedAfterTheMachine() {
    // given
    String person = person();
    String name = asked(Map.of());

    // when
    var shown = client.get("/internal/login/requests/" + name, person);
    String back = client.post(decision(name, "approve"), "", person).text("location");
    var granted = redeem(code(back), Map.of());

    // then
    assertThat(shown.text("client")).isEqualTo("Rickyard's command line");
    assertThat(shown.text("host")).isEqualTo("laptop");
    assertThat(shown.text("kind")).isEqualTo("browser");
    assertThat(back).startsWith(CALLBACK + "?code=rkg_").endsWith("&state=of-mine");
    assertThat(granted.text("token_type")).isEqualTo("Bearer");
    assertThat(granted.text("access_token")).matches("sbp_[0-9a-f]{40}");
    assertThat(tokens(person)).containsExactly("rickyard on laptop");
    assertThat(client.exchange(granted.text("access_token")).text("kind")).isEqualTo("token");
  }

  @Test
  void wrongVerifierSpendsTheCode() {
    // given
    String person = person();
    String code = approved(person, Map.of());

    // when
    var wrong = redeem(code, Map.of("code_verifier", VERIFIER + "x"));

    // then
    assertThat(wrong.text("error")).isEqualTo("invalid_grant");
    assertThat(redeem(code, Map.of()).text("error")).isEqualTo("invalid_grant");
    assertThat(tokens(person)).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "PLAIN", "none", ""})
  void challengeThatHidesNothingIsRefused(String method) {
    // when
    String back =
        client
            .post("/internal/login/browser", request(Map.of("code_challenge_method", method)), null)
            .text("location");

    // then
    assertThat(back).isEqualTo(CALLBACK + "?error=invalid_request&state=of-mine");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "http://localhost:40123/callback",
        "http://127.0.0.2:40123/callback",
        "http://127.0.0.1/callback",
        "http://127.0.0.1:0/callback",
        "http://127.0.0.1:65536/callback",
        "https://127.0.0.1:40123/callback",
        "http://127.0.0.1:40123@evil.example/callback",
        "http://user@127.0.0.1:40123/callback",
        "http://127.0.0.1.evil.example:40123/callback",
        "http://evil.example:40123/callback",
        "http://127.0.0.1:40123/callback#fragment",
        "http://127.0.0.1:40123/callback?to=evil",
        "http://127.0.0.1:40123\\@evil.example/",
        "http://2130706433:40123/",
        "http://0:40123/",
        "http://[::ffff:127.0.0.1]:40123/",
        "javascript:alert(1)",
        "//127.0.0.1:40123/"
      })
  void browserIsSentToNoOtherMachine(String redirect) {
    // when
    var answer =
        client.post("/internal/login/browser", request(Map.of("redirect_uri", redirect)), null);

    // then
    assertThat(answer.status()).isEqualTo(400);
    assertThat(answer.text("code")).isEqualTo("invalid_request");
  }

  @ParameterizedTest
  @ValueSource(strings = {"http://127.0.0.1:1/", "http://[::1]:65535/a/b"})
  void everyPortOfTheMachineItselfWillDo(String redirect) {
    assertThat(asked(Map.of("redirect_uri", redirect))).startsWith("rkl_");
  }

  @Test
  void codeShownTwiceTakesBackWhatItGave() {
    // given
    String person = person();
    String code = approved(person, Map.of());
    String token = redeem(code, Map.of()).text("access_token");
    int good = client.exchange(token).status();

    // when
    var again = redeem(code, Map.of());

    // then
    assertThat(good).isEqualTo(200);
    assertThat(again.text("error")).isEqualTo("invalid_grant");
    assertThat(client.exchange(token).status()).isEqualTo(401);
  }

  @Test
  void ofManyWhoRedeemOneCodeAtMostOneHoldsAToken() throws Exception {
    // given
    String person = person();
    String code = approved(person, Map.of());

    // when
    List<String> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers =
          threads
              .invokeAll(
                  IntStream.range(0, 8)
                      .mapToObj(_ -> (Callable<String>) () -> redeem(code, Map.of()).text("error"))
                      .toList())
              .stream()
              .map(Future::resultNow)
              .toList();
    }

    // then
    assertThat(answers).containsOnlyOnce("");
    assertThat(answers.stream().filter("invalid_grant"::equals)).hasSize(7);
    assertThat(tokens(person)).hasSizeLessThanOrEqualTo(1);
  }

  @Test
  void codeIsGoodForTheAddressItWasBroughtToOnly() {
    // given
    String code = approved(person(), Map.of());

    // when
    var other = redeem(code, Map.of("redirect_uri", "http://127.0.0.1:40124/callback"));

    // then
    assertThat(other.text("error")).isEqualTo("invalid_grant");
  }

  @Test
  void codesOfAnotherProgramAreWorthNothing() throws SQLException {
    // given
    String person = person();
    String code = approved(person, Map.of());
    var device = device();
    client.post(decision(device.text("user_code"), "approve"), "", person);
    try (var connection = installation.database().superuser();
        var statement = connection.createStatement()) {
      statement.execute("update auth.login_request set client = 'another'");
    }

    // then
    assertThat(redeem(code, Map.of()).text("error")).isEqualTo("invalid_grant");
    assertThat(poll(device).text("error")).isEqualTo("invalid_grant");
    assertThat(tokens(person)).isEmpty();
  }
}
