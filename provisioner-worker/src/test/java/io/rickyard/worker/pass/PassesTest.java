package io.rickyard.worker.pass;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class PassesTest {

  private static final Duration NEVER_AGAIN = Duration.ofDays(1);
  private static final long PATIENCE_SECONDS = 20;

  @Test
  void theFirstIsDoneAtOnceHoweverLongTheInterval() throws InterruptedException {
    // given
    var done = new CountDownLatch(1);

    // when
    try (var _ = Passes.atOnce("test", NEVER_AGAIN, done::countDown)) {

      // then
      assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void oneFollowsTheOther() throws InterruptedException {
    // given
    var done = new CountDownLatch(3);

    // when
    try (var _ = Passes.later("test", Duration.ofMillis(1), done::countDown)) {

      // then
      assertThat(done.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void closingBreaksOffWhatIsUnderWay() throws InterruptedException {
    // given
    var begun = new CountDownLatch(1);
    var brokenOff = new CountDownLatch(1);
    var passes =
        Passes.atOnce(
            "test",
            NEVER_AGAIN,
            () -> {
              begun.countDown();
              try {
                new CountDownLatch(1).await();
              } catch (InterruptedException e) {
                brokenOff.countDown();
                throw e;
              }
            });
    assertThat(begun.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();

    // when
    passes.close();

    // then
    assertThat(brokenOff.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
  }
}
