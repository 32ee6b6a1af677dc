package io.rickyard.service.trace;

import io.rickyard.contracts.Position;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.MessageHeader;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.PublishFailed;
import io.rickyard.messaging.PublishOutcomeUnknown;
import io.rickyard.messaging.Publisher;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Shows each message of a trace on its way to the brokers, and names that span in the message's
 * header. The body, which is what is signed, still tells what set the message in motion.
 *
 * <p>Log lines are not shown: there are many, and the step that wrote them is.
 */
final class TracedPublisher implements Publisher {

  private static final String SEND = "send";

  private final Publisher publisher;
  private final Tracing tracing;

  TracedPublisher(Publisher publisher, Tracing tracing) {
    this.publisher = publisher;
    this.tracing = tracing;
  }

  @Override
  public CompletableFuture<Position> publish(OutgoingMessage message) {
    var cause = MessageTrace.of(message.headers());
    if (cause == null || message.topic() == Topic.LOGS) {
      return publisher.publish(message);
    }
    var span = tracing.begin(SpanKind.PRODUCER, SEND + " " + message.topic().topicName(), cause);
    MessageTrace.describe(span, SEND, message.topic(), message.headers());
    return publisher
        .publish(under(span, message))
        .whenComplete((position, failure) -> {
          if (position != null) {
            span.with(SpanAttribute.MESSAGING_PARTITION, Integer.toString(position.partition()))
                .with(SpanAttribute.KAFKA_OFFSET, position.offset());
          }
          if (failure != null) {
            span.fail(code(failure));
          }
          span.end();
        });
  }

  private static OutgoingMessage under(Span span, OutgoingMessage message) {
    var context = span.context();
    return context == null
        ? message
        : message.withHeader(MessageHeader.TRACEPARENT, context.traceparent());
  }

  private static String code(@Nullable Throwable failure) {
    return switch (failure) {
      case CompletionException wrapped when wrapped.getCause() != null -> code(wrapped.getCause());
      case PublishFailed _ -> "publish_failed";
      case PublishOutcomeUnknown _ -> "publish_outcome_unknown";
      case null -> "unknown";
      default -> failure.getClass().getName();
    };
  }

  @Override
  public void close() {
    publisher.close();
  }
}
