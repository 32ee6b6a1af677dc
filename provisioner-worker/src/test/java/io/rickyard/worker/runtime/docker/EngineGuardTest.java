package io.rickyard.worker.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.github.dockerjava.api.exception.NotFoundException;
import io.rickyard.testing.SettableClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EngineGuardTest {

  private static final Duration LONG = Duration.ofMinutes(1);

  private final SettableClock clock = SettableClock.atNoon();
  private final AtomicInteger calls = new AtomicInteger();
  private final EngineGuard guard = guard(LONG);

  private EngineGuard guard(Duration answerWithin) {
    return new EngineGuard(
        new EngineSettings(URI.create("unix:///engine.sock"), null, answerWithin, LONG, 2, 6, LONG),
        clock);
  }

  @AfterEach
  void close() {
    guard.close();
  }

  private Callable<String> failing(IOException e) {
    return () -> {
      calls.incrementAndGet();
      throw new UncheckedIOException(e);
    };
  }

  @Test
  void aQuestionIsAskedAgain() {
    assertThatThrownBy(() -> guard.ask("ask", failing(new IOException("broken off"))))
        .isInstanceOf(EngineUnavailable.class);
    assertThat(calls).hasValue(3);
  }

  @Test
  void whatTheEngineMayHaveHeardIsNotSentAgain() {
    assertThatThrownBy(() -> guard.act("act", LONG, failing(new IOException("broken off"))))
        .isInstanceOfSatisfying(
            EngineUnavailable.class, away -> assertThat(away.reached()).isTrue());
    assertThat(calls).hasValue(1);
  }

  @Test
  void whatTheEngineCannotHaveHeardIsSentAgain() {
    assertThatThrownBy(() -> guard.act("act", LONG, failing(new ConnectException("refused"))))
        .isInstanceOfSatisfying(
            EngineUnavailable.class, away -> assertThat(away.reached()).isFalse());
    assertThat(calls).hasValue(3);
  }

  @Test
  void anAnswerThatSaysNoIsAnAnswer() {
    assertThatThrownBy(() ->
            guard.ask(
                "ask",
                () -> {
                  calls.incrementAndGet();
                  throw new NotFoundException("no such container");
                }))
        .isInstanceOf(NotFoundException.class);
    assertThat(calls).hasValue(1);
  }

  @Test
  void anEngineThatNeverAnswersIsLeftAlone() {
    // given
    for (int asked = 0; asked < 2; asked++) {
      assertThatThrownBy(() -> guard.ask("ask", failing(new IOException("broken off"))))
          .isInstanceOf(EngineUnavailable.class);
    }
    calls.set(0);

    // when
    assertThatThrownBy(() -> guard.ask("ask", failing(new IOException("broken off"))))
        // then
        .isInstanceOf(EngineUnavailable.class);
    assertThat(calls).hasValue(0);
  }

  @Test
  void itSaysSinceWhenInTheSameWordsUntilTheEngineAnswers() throws Exception {
    // given
    var first = complaint();
    clock.advance(Duration.ofSeconds(30));

    // when
    var second = complaint();

    // then
    assertThat(second).isEqualTo(first).contains("has not answered since 20");
  }

  private String complaint() {
    return String.valueOf(
        catchThrowableOfType(
                EngineUnavailable.class,
                () -> guard.act("act", LONG, failing(new IOException("broken off"))))
            .getMessage());
  }

  @Test
  void anAnswerThatTakesTooLongIsNone() throws Exception {
    // given
    var never = new CountDownLatch(1);
    try (var hasty = guard(Duration.ofMillis(50))) {
      // when
      assertThatThrownBy(() ->
              hasty.act(
                  "act",
                  Duration.ofMillis(50),
                  () -> {
                    never.await();
                    return "too late";
                  }))
          // then
          .isInstanceOf(EngineUnavailable.class);
    }
  }
}
