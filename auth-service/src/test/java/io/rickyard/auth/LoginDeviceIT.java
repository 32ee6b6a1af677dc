package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A token for a machine whose code is typed elsewhere. */
class LoginDeviceIT extends ProgramsThatAsk {

  @Test
  void codeIsTypedElsewhereAndThePollGetsTheTokenOnce() {
    // given
    String person = person();
    var device = device();
    String typed = device.text("user_code").toLowerCase(Locale.ROOT).replace("-", "");
    var before = poll(device);

    // when
    var shown = client.get("/internal/login/requests/" + typed, person);
    var approved = client.post(decision(typed, "approve"), "", person);
    var after = poll(device);

    // then
    assertThat(device.text("user_code")).matches("[B-DF-HJ-NP-TV-XZ]{4}-[B-DF-HJ-NP-TV-XZ]{4}");
    assertThat(device.text("verification_uri")).isEqualTo("http://localhost:8000/#/device");
    assertThat(device.text("verification_uri_complete"))
        .isEqualTo("http://localhost:8000/#/device/" + device.text("user_code"));
    assertThat(device.body().path("interval").asInt()).isEqualTo(5);
    assertThat(device.body().path("expires_in").asInt()).isEqualTo(600);
    assertThat(before.text("error")).isEqualTo("authorization_pending");
    assertThat(shown.text("kind")).isEqualTo("device");
    assertThat(approved.status()).isEqualTo(200);
    assertThat(approved.body().has("location")).isFalse();
    assertThat(client.exchange(after.text("access_token")).status()).isEqualTo(200);
    assertThat(poll(device).text("error")).isEqualTo("invalid_grant");
    assertThat(tokens(person)).hasSize(1);
  }

  @Test
  void whoPollsTooFastIsToldToSlowDownAndWaitsLongerEachTime() {
    // given
    var device = device();
    poll(device);

    // when
    var fast = poll(device);
    TestClock.CLOCK.advance(Duration.ofSeconds(9));
    var stillFast = poll(device);
    TestClock.CLOCK.advance(Duration.ofSeconds(16));
    var patient = poll(device);

    // then
    assertThat(fast.text("error")).isEqualTo("slow_down");
    assertThat(fast.body().path("interval").asInt()).isEqualTo(10);
    assertThat(stillFast.text("error")).isEqualTo("slow_down");
    assertThat(stillFast.body().path("interval").asInt()).isEqualTo(15);
    assertThat(patient.text("error")).isEqualTo("authorization_pending");
  }

  @Test
  void refusalIsToldAndCannotBeTakenBack() {
    // given
    String person = person();
    var device = device();
    String name = asked(Map.of());

    // when
    client.post(decision(device.text("user_code"), "refuse"), "", person);
    var back = client.post(decision(name, "refuse"), "", person);

    // then
    assertThat(poll(device).text("error")).isEqualTo("access_denied");
    assertThat(back.text("location")).isEqualTo(CALLBACK + "?error=access_denied&state=of-mine");
    assertThat(client.post(decision(device.text("user_code"), "approve"), "", person).status())
        .isEqualTo(409);
    assertThat(client.post(decision(name, "approve"), "", person).status()).isEqualTo(409);
    assertThat(tokens(person)).isEmpty();
  }

  @Test
  void requestEndsAfterTenMinutes() {
    // given
    String access = access(user());
    var device = device();
    String name = asked(Map.of());

    // when
    TestClock.CLOCK.advance(Duration.ofMinutes(10));
    String person = client.internal(access);

    // then
    assertThat(poll(device).text("error")).isEqualTo("expired_token");
    assertThat(client.post(decision(device.text("user_code"), "approve"), "", person).status())
        .isEqualTo(404);
    assertThat(client.post(decision(name, "approve"), "", person).status()).isEqualTo(404);
  }

  @Test
  void tokenIsFetchedWithinAMinute() {
    // given
    String access = access(user());
    String code = approved(client.internal(access), Map.of());
    var device = device();
    TestClock.CLOCK.advance(Duration.ofSeconds(599));
    client.post(decision(device.text("user_code"), "approve"), "", client.internal(access));

    // when
    TestClock.CLOCK.advance(Duration.ofSeconds(59));

    // then
    assertThat(poll(device).text("access_token")).startsWith("sbp_");
    assertThat(redeem(code, Map.of()).text("error")).isEqualTo("invalid_grant");
  }

  @Test
  void endedSessionGaveNothing() {
    // given
    String access = access(user());
    String person = client.internal(access);
    String code = approved(person, Map.of());
    var device = device();
    client.post(decision(device.text("user_code"), "approve"), "", person);

    // when
    client.post("/logout?scope=local", "", access);

    // then
    assertThat(redeem(code, Map.of()).text("error")).isEqualTo("invalid_grant");
    assertThat(poll(device).text("error")).isEqualTo("invalid_grant");
  }

  @Test
  void tokensAndServicesDecideNothing() {
    // given
    String person = person();
    String machine =
        client.internal(
            client
                .post("/internal/access-tokens", Map.of("name", "machine"), person)
                .text("token"));
    String name = asked(Map.of());

    // then
    for (String caller : List.of(machine, installation.gateway())) {
      assertThat(client.get("/internal/login/requests/" + name, caller).status()).isEqualTo(403);
      assertThat(client.post(decision(name, "approve"), "", caller).status()).isEqualTo(403);
      assertThat(client.post(decision(name, "refuse"), "", caller).status()).isEqualTo(403);
    }
    assertThat(client.post(decision(name, "approve"), "", null).status()).isEqualTo(401);
  }

  @Test
  void guessedUserCodesMakeWait() {
    // given
    String person = person();
    List<Integer> guesses =
        IntStream.range(0, 8)
            .mapToObj(i -> "BCDFGHJ" + "KLMNPQRS".charAt(i))
            .map(code -> client.get("/internal/login/requests/" + code, person).status())
            .toList();
    var device = device();

    // when
    var right = client.get("/internal/login/requests/" + device.text("user_code"), person);

    // then
    assertThat(guesses).startsWith(404, 404, 404, 404, 404).endsWith(429, 429);
    assertThat(right.status()).isEqualTo(429);
    assertThat(right.header("retry-after")).isNotNull();
  }

  @Test
  void whoAsksWithoutEndIsSlowedDown() {
    // when
    List<Integer> answers =
        IntStream.range(0, 24)
            .mapToObj(_ ->
                client.post("/internal/login/device", Map.of("client_id", CLIENT), null).status())
            .toList();

    // then
    assertThat(answers).contains(200).endsWith(429);
  }
}
