package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import io.github.resilience4j.bulkhead.Bulkhead;
import io.github.resilience4j.bulkhead.BulkheadConfig;
import io.github.resilience4j.bulkhead.BulkheadFullException;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import io.github.resilience4j.timelimiter.TimeLimiter;
import io.github.resilience4j.timelimiter.TimeLimiterConfig;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;

/**
 * What stands between us and one engine.
 *
 * <ol>
 *   <li>A call ends within its time, answered or not.
 *   <li>Only so many are under way at once; the next ones wait for as long as a call may take.
 *   <li>After some in a row without an answer the engine is left alone for a while; what is asked
 *       meanwhile fails at once.
 *   <li>A question is asked again. What changes something is sent again only when the engine cannot
 *       have heard it.
 * </ol>
 *
 * <p>An answer that says no is an answer: it passes as the {@link DockerException} that it is.
 */
final class EngineGuard implements AutoCloseable {

  private static final int TRIES = 3;
  private static final IntervalFunction PAUSE =
      IntervalFunction.ofExponentialRandomBackoff(Duration.ofMillis(50), 3, 0.3);

  private final EngineSettings settings;
  private final Clock clock;
  private final Bulkhead bulkhead;
  private final CircuitBreaker breaker;
  private final Retry questions;
  private final Retry deeds;
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("docker-call-", 0).factory());
  private final AtomicReference<Optional<Instant>> silentSince =
      new AtomicReference<>(Optional.empty());

  EngineGuard(EngineSettings settings, Clock clock) {
    this.settings = settings;
    this.clock = clock;
    var name = settings.address().toString();
    this.bulkhead =
        Bulkhead.of(
            name,
            BulkheadConfig.custom()
                .maxConcurrentCalls(settings.callsAtOnce())
                .maxWaitDuration(settings.answerWithin())
                .build());
    this.breaker =
        CircuitBreaker.of(
            name,
            CircuitBreakerConfig.custom()
                .slidingWindowSize(settings.failuresToOpen())
                .minimumNumberOfCalls(settings.failuresToOpen())
                .failureRateThreshold(100)
                .waitDurationInOpenState(settings.leaveAlone())
                .permittedNumberOfCallsInHalfOpenState(1)
                .recordException(EngineUnavailable.class::isInstance)
                .build());
    this.questions = retry(name, EngineUnavailable.class::isInstance);
    this.deeds = retry(name, e -> e instanceof EngineUnavailable away && !away.reached());
  }

  private static Retry retry(String name, Predicate<Throwable> again) {
    return Retry.of(
        name,
        RetryConfig.custom()
            .maxAttempts(TRIES)
            .intervalFunction(PAUSE)
            .retryOnException(again)
            .build());
  }

  /** Asks something that changes nothing. */
  <T> T ask(String what, Callable<T> question) throws InterruptedException {
    return call(what, settings.answerWithin(), questions, question);
  }

  /** Does something that can be done twice, but is not sent twice. */
  <T> T act(String what, Duration within, Callable<T> deed) throws InterruptedException {
    return call(what, within, deeds, deed);
  }

  private <T> T call(String what, Duration within, Retry retry, Callable<T> work)
      throws InterruptedException {
    var limiter = TimeLimiter.of(TimeLimiterConfig.custom().timeoutDuration(within).build());
    Callable<T> limited = () -> limited(what, limiter, work);
    var guarded =
        Retry.decorateCallable(
            retry,
            CircuitBreaker.decorateCallable(breaker, Bulkhead.decorateCallable(bulkhead, limited)));
    try {
      var answer = guarded.call();
      silentSince.set(Optional.empty());
      return answer;
    } catch (DockerException e) {
      silentSince.set(Optional.empty());
      throw e;
    } catch (EngineUnavailable | CallNotPermittedException e) {
      throw silent(e);
    } catch (BulkheadFullException e) {
      throw new EngineUnavailable(
          "The engine %s is busy with %d calls"
              .formatted(settings.address(), settings.callsAtOnce()),
          false,
          e);
    } catch (InterruptedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw interrupted(e);
    } catch (Exception e) {
      throw new IllegalStateException("No call of the engine throws this", e);
    }
  }

  private <T> T limited(String what, TimeLimiter limiter, Callable<T> work) throws Exception {
    try {
      return limiter.executeFutureSupplier(() -> threads.submit(work));
    } catch (TimeoutException e) {
      throw new EngineUnavailable(what + ": no answer in time", true, e);
    } catch (DockerException | InterruptedException e) {
      throw e;
    } catch (RuntimeException e) {
      throw unanswered(e) ? new EngineUnavailable(what + ": " + words(e), reached(e), e) : e;
    }
  }

  /** The same words for as long as it is silent, so that it is told once. */
  private EngineUnavailable silent(RuntimeException e) {
    var since =
        silentSince
            .updateAndGet(known -> known.isPresent() ? known : Optional.of(clock.instant()))
            .orElseThrow();
    return new EngineUnavailable(
        "The engine %s has not answered since %s".formatted(settings.address(), since),
        !(e instanceof EngineUnavailable away) || away.reached(),
        e);
  }

  /** Waiting for a turn or between two tries is broken off as something else. */
  private static RuntimeException interrupted(RuntimeException e) throws InterruptedException {
    if (Thread.interrupted()) {
      var interruption = new InterruptedException(words(e));
      interruption.initCause(e);
      throw interruption;
    }
    return e;
  }

  private static boolean unanswered(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof IOException) {
        return true;
      }
    }
    return false;
  }

  private static boolean reached(RuntimeException e) {
    for (Throwable cause = e; cause != null; cause = cause.getCause()) {
      if (cause instanceof java.net.ConnectException
          || cause instanceof java.nio.file.NoSuchFileException) {
        return false;
      }
    }
    return true;
  }

  private static String words(Throwable e) {
    var deepest = e;
    while (deepest.getCause() != null) {
      deepest = deepest.getCause();
    }
    return String.valueOf(deepest.getMessage());
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
