package io.rickyard.service.trace;

import io.rickyard.messaging.BatchHandler;
import io.rickyard.messaging.DeadLetter;
import io.rickyard.messaging.Received;
import io.rickyard.messaging.Transaction;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/**
 * Shows each message that takes effect as a span of its own, and hands it on in that span's place
 * of the trace: what the message sets in motion, however late, hangs below where it was taken in.
 */
public final class TracedMessages implements BatchHandler {

  private static final String PROCESS = "process";

  private final Tracing tracing;
  private final String consumer;
  private final BatchHandler handler;

  private TracedMessages(Tracing tracing, String consumer, BatchHandler handler) {
    this.tracing = tracing;
    this.consumer = consumer;
    this.handler = handler;
  }

  /** The handler of a consumer, with its messages shown where that is asked for. */
  public static BatchHandler around(BatchHandler handler, String consumer, Tracing tracing) {
    return tracing.isOn() ? new TracedMessages(tracing, consumer, handler) : handler;
  }

  @Override
  public void handle(Transaction transaction, List<Received> batch) throws SQLException {
    List<Span> spans = new ArrayList<>();
    List<Received> traced = batch.stream().map(message -> traced(message, spans)).toList();
    TransactionSpans.follow(transaction, spans);
    handler.handle(transaction, traced);
  }

  private Received traced(Received message, List<Span> spans) {
    var cause = MessageTrace.of(message.headers());
    if (cause == null) {
      return message;
    }
    var at = message.position();
    var span = tracing.begin(SpanKind.CONSUMER, PROCESS + " " + at.topic().topicName(), cause);
    MessageTrace.describe(span, PROCESS, at.topic(), message.headers())
        .with(SpanAttribute.MESSAGING_GROUP, consumer)
        .with(SpanAttribute.MESSAGING_PARTITION, Integer.toString(at.partition()))
        .with(SpanAttribute.KAFKA_OFFSET, at.offset());
    spans.add(span);
    var below = span.context();
    return below == null
        ? message
        : new Received(at, message.key(), message.envelope().within(below), message.headers());
  }

  @Override
  public void deadLettered(Transaction transaction, List<DeadLetter> letters) throws SQLException {
    handler.deadLettered(transaction, letters);
  }
}
