package io.rickyard.service.trace;

import io.rickyard.contracts.TraceContext;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.MessageHeader;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What the headers of a message say about its trace, and what a span says about the message. */
final class MessageTrace {

  private static final String KAFKA = "kafka";

  private MessageTrace() {}

  static @Nullable TraceContext of(Map<String, String> headers) {
    return RequestTrace.read(headers.get(MessageHeader.TRACEPARENT));
  }

  static Span describe(Span span, String operation, Topic topic, Map<String, String> headers) {
    return describe(span, operation)
        .with(SpanAttribute.MESSAGING_DESTINATION, topic.topicName())
        .with(SpanAttribute.MESSAGING_ID, headers.get(MessageHeader.MESSAGE_ID))
        .with(SpanAttribute.MESSAGING_CONVERSATION, headers.get(MessageHeader.CORRELATION_ID))
        .with(SpanAttribute.MESSAGE_TYPE, headers.get(MessageHeader.TYPE))
        .with(SpanAttribute.MESSAGE_ENTITY, headers.get(MessageHeader.ENTITY))
        .with(SpanAttribute.ORGANIZATION, headers.get(MessageHeader.ORGANIZATION))
        .with(SpanAttribute.PROJECT, headers.get(MessageHeader.PROJECT));
  }

  static Span describe(Span span, String operation) {
    return span.with(SpanAttribute.MESSAGING_SYSTEM, KAFKA)
        .with(SpanAttribute.MESSAGING_OPERATION, operation)
        .with(SpanAttribute.MESSAGING_OPERATION_TYPE, operation);
  }
}
