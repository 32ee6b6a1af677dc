package io.rickyard.auth.argon2;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.auth.password.HashingBusy;
import io.rickyard.auth.password.PasswordHash;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Collections;
import java.util.HexFormat;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class Argon2HasherTest {

  private static final PasswordHash.Cost CHEAP = new PasswordHash.Cost(64, 1, 1);
  private static final PasswordHash.Cost SLOW = new PasswordHash.Cost(65_536, 3, 2);

  @Test
  void onlyTheRightPasswordMatches() {
    try (var hasher = new Argon2Hasher(CHEAP, 1, 4, new SecureRandom())) {
      // when
      var hash = hasher.hash("correct horse");

      // then
      assertThat(hasher.matches("correct horse", hash)).isTrue();
      assertThat(hasher.matches("Correct horse", hash)).isFalse();
      assertThat(hasher.matches("correct horse", null)).isFalse();
      assertThat(hasher.hash("correct horse")).isNotEqualTo(hash);
    }
  }

  @Test
  void hashMadeByTheReferenceImplementationMatches() {
    // given the vector of argon2's own test: version 19, m=256, t=2, p=2
    byte[] salt = "somesalt".getBytes(StandardCharsets.US_ASCII);
    byte[] expected =
        HexFormat.of().parseHex("6d093c501fd5999645e0ea3bf620d7b8be7fd2db59c20d9fff9539da2bf57037");
    var hash = new PasswordHash(new PasswordHash.Cost(256, 2, 2), salt, expected);

    try (var hasher = new Argon2Hasher(CHEAP, 1, 4, new SecureRandom())) {
      // when
      boolean matches = hasher.matches("password", hash);

      // then
      assertThat(matches).isTrue();
    }
  }

  @Test
  void ofManyAtOnceThoseForWhomThereIsNoRoomAreToldToComeBack() throws InterruptedException {
    // given room for two: one who is served and one who waits
    try (var hasher = new Argon2Hasher(SLOW, 1, 1, new SecureRandom());
        var callers = Executors.newVirtualThreadPerTaskExecutor()) {

      // when
      var answers =
          callers.invokeAll(Collections.nCopies(8, () -> hasher.hash("the same for everybody")));

      // then
      assertThat(answers)
          .filteredOn(answer -> answer.state() == Future.State.FAILED)
          .hasSizeGreaterThanOrEqualTo(4)
          .allSatisfy(answer ->
              assertThat(answer.exceptionNow())
                  .isInstanceOfSatisfying(
                      HashingBusy.class, busy -> assertThat(busy.retryAfter()).isPositive()));
      assertThat(answers)
          .filteredOn(answer -> answer.state() == Future.State.SUCCESS)
          .hasSizeGreaterThanOrEqualTo(2);
    }
  }
}
