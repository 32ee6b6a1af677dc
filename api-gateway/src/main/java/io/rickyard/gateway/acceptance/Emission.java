package io.rickyard.gateway.acceptance;

import io.rickyard.contracts.Position;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.PublishFailed;
import io.rickyard.messaging.PublishOutcomeUnknown;
import io.rickyard.messaging.Publisher;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Puts commands into Kafka and waits, on the request's own thread, for the brokers' word. */
@Singleton
final class Emission {

  private static final Logger LOG = LoggerFactory.getLogger(Emission.class);
  private static final Duration PROMISED = Duration.ofSeconds(2);
  private static final Duration RETRY = Duration.ofSeconds(5);

  private final Publisher publisher;

  Emission(Publisher publisher) {
    this.publisher = publisher;
  }

  /**
   * Emits what is promised already. Nothing is lost if that fails, the relay does it later, so the
   * caller is not kept waiting for long either.
   */
  Optional<Position> promised(OutgoingMessage message) {
    var sent = publisher.publish(message);
    try {
      return Optional.of(sent.get(PROMISED.toNanos(), TimeUnit.NANOSECONDS));
    } catch (ExecutionException | TimeoutException e) {
      LOG.warn(
          "topic={} key={} emission=failed follows=\"the relay emits it\" reason=\"{}\"",
          message.topic().topicName(),
          message.key(),
          e instanceof ExecutionException failed ? failed.getMessage() : "no answer yet");
      return Optional.empty();
    } catch (InterruptedException _) {
      throw interrupted();
    }
  }

  /** Emits what is promised only by the brokers' acknowledgement. */
  Position binding(OutgoingMessage message) {
    return acknowledged(pipelined(message));
  }

  /** Hands a command over without waiting; nothing is promised before it is acknowledged. */
  CompletableFuture<Position> pipelined(OutgoingMessage message) {
    return publisher.publish(message);
  }

  /** Waits for the brokers' word on what was handed over. */
  Position acknowledged(CompletableFuture<Position> sent) {
    try {
      return sent.get();
    } catch (ExecutionException e) {
      throw refusal(e.getCause());
    } catch (InterruptedException _) {
      throw interrupted();
    }
  }

  private static RuntimeException refusal(@Nullable Throwable cause) {
    return switch (cause) {
      case PublishOutcomeUnknown _ ->
          new RequestRefused(
              ErrorCode.OUTCOME_UNKNOWN,
              "Kafka did not answer in time: the task may have been taken. Look whether it is there"
                  + " before you submit it again, or use an Idempotency-Key",
              RETRY);
      case PublishFailed _ ->
          new RequestRefused(
              ErrorCode.SERVICE_UNAVAILABLE, "Kafka does not take the task at the moment", RETRY);
      case RuntimeException other -> other;
      case null, default -> new IllegalStateException("A command could not be emitted", cause);
    };
  }

  private static CancellationException interrupted() {
    Thread.currentThread().interrupt();
    return new CancellationException("The gateway stops");
  }
}
