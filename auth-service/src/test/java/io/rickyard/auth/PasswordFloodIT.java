package io.rickyard.auth;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.service.RunningService;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Many passwords at once, with room for few. */
class PasswordFloodIT {

  private static TestDatabase database;
  private static TestBroker broker;
  private static RunningService service;
  private static AuthClient client;

  @BeforeAll
  static void start() {
    database = TestDatabase.create();
    broker = TestBroker.start();
    var settings = new HashMap<>(TestInstallation.settings(database, broker));
    settings.put("rickyard.auth.hashing.threads", 1);
    settings.put("rickyard.auth.hashing.queue", 1);
    service = AuthService.start(settings);
    client = new AuthClient(service.url());
  }

  @AfterAll
  static void stop() {
    client.close();
    service.close();
    broker.close();
    database.close();
  }

  @Test
  void thoseForWhomThereIsNoRoomAreToldWhenToComeBack() throws InterruptedException {
    // when
    var answers = atOnce(12, i -> client.signIn("user" + i + "@example.com", "wrong"));

    // then
    assertThat(answers).extracting(AuthClient.Answer::status).contains(400).contains(503);
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 503)
        .allSatisfy(answer -> {
          assertThat(answer.header("retry-after")).isNotNull();
          assertThat(answer.text("error_code")).isEqualTo("request_timeout");
        });
  }

  @Test
  void manyGuessesAtOnceAreNoMoreThanThoseOneAfterTheOther() throws InterruptedException {
    // when
    var answers = atOnce(20, _ -> client.signIn("guessed@example.com", "wrong"));

    // then
    assertThat(answers)
        .filteredOn(answer -> answer.status() == 429)
        .as("all but the free ones are refused before anything is hashed")
        .hasSize(15);
  }

  @Test
  void addressIsSlowedDownWhateverAccountItTries() {
    // given
    for (int i = 0; i < 20; i++) {
      from("203.0.113.9", "stranger" + i + "@example.com");
    }

    // when
    var slowed = from("203.0.113.9", "one-more@example.com");

    // then
    assertThat(slowed.status()).isEqualTo(429);
    assertThat(from("203.0.113.10", "one-more@example.com").status()).isEqualTo(400);
  }

  private static AuthClient.Answer from(String address, String email) {
    return client.send(
        client
            .with(
                "POST",
                "/token?grant_type=password",
                "{\"email\":\"" + email + "\",\"password\":\"wrong\"}",
                null)
            .header("X-Forwarded-For", "198.51.100.1, " + address));
  }

  private interface Numbered {
    AuthClient.Answer call(int number);
  }

  private static List<AuthClient.Answer> atOnce(int count, Numbered work)
      throws InterruptedException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      return threads
          .invokeAll(
              IntStream.range(0, count)
                  .mapToObj(i -> (Callable<AuthClient.Answer>) () -> work.call(i))
                  .toList())
          .stream()
          .map(Future::resultNow)
          .toList();
    }
  }
}
