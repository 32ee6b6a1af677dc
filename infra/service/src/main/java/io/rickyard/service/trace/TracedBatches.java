package io.rickyard.service.trace;

import io.rickyard.contracts.TraceContext;
import io.rickyard.messaging.BatchHandler;
import io.rickyard.messaging.DeadLetter;
import io.rickyard.messaging.Received;
import io.rickyard.messaging.Transaction;
import java.sql.SQLException;
import java.util.List;
import java.util.Objects;

/**
 * Shows each batch that takes effect as one span, which names the messages in it: many traces meet
 * in one commit, and it belongs to none of them alone.
 */
public final class TracedBatches implements BatchHandler {

  private static final String PROCESS = "process";

  private final Tracing tracing;
  private final String consumer;
  private final BatchHandler handler;

  private TracedBatches(Tracing tracing, String consumer, BatchHandler handler) {
    this.tracing = tracing;
    this.consumer = consumer;
    this.handler = handler;
  }

  /** The handler of a consumer, shown where that is asked for. */
  public static BatchHandler around(BatchHandler handler, String consumer, Tracing tracing) {
    return tracing.isOn() ? new TracedBatches(tracing, consumer, handler) : handler;
  }

  @Override
  public void handle(Transaction transaction, List<Received> batch) throws SQLException {
    List<TraceContext> causes =
        batch.stream()
            .map(message -> MessageTrace.of(message.headers()))
            .filter(Objects::nonNull)
            .toList();
    if (causes.isEmpty()) {
      handler.handle(transaction, batch);
      return;
    }
    var span = tracing.beginForMany(SpanKind.CONSUMER, PROCESS + " " + consumer, causes);
    MessageTrace.describe(span, PROCESS)
        .with(SpanAttribute.MESSAGING_GROUP, consumer)
        .with(SpanAttribute.MESSAGING_BATCH, batch.size());
    TransactionSpans.follow(transaction, List.of(span));
    handler.handle(transaction, batch);
  }

  @Override
  public void deadLettered(Transaction transaction, List<DeadLetter> letters) throws SQLException {
    handler.deadLettered(transaction, letters);
  }
}
