package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Codes and tokens that are mailed, and are good for one thing once. */
class OneTimeCodeIT extends PeopleWithMail {

  @Test
  void codeSignsInOnce() throws IOException {
    // given
    String email = user();
    client.post("/otp", Map.of("email", email), null);
    String code = installation.code(email);

    // when
    var session = verify("email", email, code);

    // then
    assertThat(session.status()).isEqualTo(200);
    assertThat(amr(session)).isEqualTo("otp");
    assertThat(verify("email", email, code).text("error_code")).isEqualTo("otp_expired");
  }

  @Test
  void ofManyWhoShowOneCodeExactlyOneSignsIn() throws Exception {
    // given
    String email = user();
    client.post("/otp", Map.of("email", email), null);
    String hash = token(installation.link(email));

    // when
    List<Integer> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers =
          threads
              .invokeAll(
                  IntStream.range(0, 8)
                      .mapToObj(_ ->
                          (Callable<Integer>)
                              () ->
                                  client
                                      .post(
                                          "/verify",
                                          Map.of("type", "magiclink", "token_hash", hash),
                                          null)
                                      .status())
                      .toList())
              .stream()
              .map(Future::resultNow)
              .toList();
    }

    // then
    assertThat(answers).hasSize(8).containsOnlyOnce(200);
  }

  @Test
  void lostPasswordIsChosenAnew() {
    // given
    String email = user();
    client.post("/recover", Map.of("email", email), null);
    var session = verify("recovery", email, installation.code(email));

    // when
    var changed =
        client.put(
            "/user", Map.of("password", "a sheep in the barn"), session.text("access_token"));

    // then
    assertThat(changed.status()).isEqualTo(200);
    assertThat(client.signIn(email, "a sheep in the barn").status()).isEqualTo(200);
  }

  @Test
  void tokenIsTooOldAfterAnHour() {
    // given
    String email = user();
    client.post("/recover", Map.of("email", email), null);
    String code = installation.code(email);
    TestClock.CLOCK.advance(Duration.ofMinutes(61));

    // when
    var late = verify("recovery", email, code);

    // then
    assertThat(late.status()).isEqualTo(403);
    assertThat(late.text("error_code")).isEqualTo("otp_expired");
  }

  @Test
  void newTokenReplacesTheFormer() {
    // given
    String email = user();
    client.post("/recover", Map.of("email", email), null);
    String first = installation.code(email);
    client.post("/recover", Map.of("email", email), null);

    // then
    assertThat(verify("recovery", email, first).status()).isEqualTo(403);
    assertThat(verify("recovery", email, installation.code(email)).status()).isEqualTo(200);
  }

  @Test
  void newPasswordEndsWhatWasSentBefore() {
    // given
    String email = user();
    client.post("/recover", Map.of("email", email), null);
    String code = installation.code(email);
    String access = client.signIn(email, "password of " + email).text("access_token");
    client.put("/user", Map.of("password", "a sheep in the barn"), access);

    // then
    assertThat(verify("recovery", email, code).text("error_code")).isEqualTo("otp_expired");
  }

  @Test
  void codeIsNotGuessed() {
    // given
    String email = user();
    client.post("/otp", Map.of("email", email), null);
    String right = installation.code(email);
    String wrong = right.equals("000000") ? "000001" : "000000";

    // when
    List<Integer> guesses =
        IntStream.range(0, 8).mapToObj(_ -> verify("email", email, wrong).status()).toList();

    // then
    assertThat(guesses).containsExactly(403, 403, 403, 403, 403, 429, 429, 429);
    TestClock.CLOCK.advance(Duration.ofMinutes(10));
    assertThat(verify("email", email, right).status())
        .as("five wrong ones end the right one")
        .isEqualTo(403);
  }

  @Test
  void codeOfOnePurposeServesNoOther() {
    // given
    String email = user();
    client.post("/otp", Map.of("email", email), null);
    String code = installation.code(email);

    // then
    assertThat(verify("recovery", email, code).status()).isEqualTo(403);
    assertThat(verify("signup", email, code).status()).isEqualTo(403);
    assertThat(verify("email", email, code).status()).isEqualTo(200);
  }

  @Test
  void databaseHoldsNeitherCodesNorLinks() throws SQLException {
    // given
    String email = user();
    client.post("/otp", Map.of("email", email), null);
    String code = installation.code(email);
    String token = token(installation.link(email));

    // when
    try (var connection = installation.database().dataSource("auth").getConnection();
        var statement = connection.createStatement();
        var rows =
            statement.executeQuery(
                "select string_agg(t::text, ' ') from one_time_token t where address = '"
                    + email
                    + "'")) {

      // then
      assertThat(rows.next()).isTrue();
      assertThat(rows.getString(1)).isNotEmpty().doesNotContain(" " + code, token);
    }
  }
}
