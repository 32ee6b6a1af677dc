package io.rickyard.service.trace;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.TraceContext;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.task.TaskCommand.CancelTask;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.Received;
import io.rickyard.messaging.Transaction;
import io.rickyard.testing.RecordingPublisher;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** Spans of what is published and of what takes effect. */
class MessageSpansTest {

  private static final TraceContext CAUSE =
      new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01");

  private final RecordingTracing tracing = new RecordingTracing();
  private final RecordingPublisher brokers = new RecordingPublisher();

  @Test
  void messageNamesTheSpanOfItsSendingAndItsBodyWhatCausedIt() throws Exception {
    // when
    var position = new TracedPublisher(brokers, tracing).publish(message(CAUSE)).get();

    // then
    var send = tracing.begun().getFirst();
    assertThat(send.name()).isEqualTo("send rickyard.commands.normal");
    assertThat(send.causes()).containsExactly(CAUSE);
    assertThat(send.endedOnce()).isTrue();
    assertThat(send.told())
        .containsEntry("messaging.destination.partition.id", "0")
        .containsEntry("messaging.kafka.offset", Long.toString(position.offset()))
        .containsEntry("messaging.message.conversation_id", "test")
        .containsEntry("rickyard.message.type", "task.cancel");
    var sent = brokers.published().getFirst();
    assertThat(sent.headers()).containsEntry("traceparent", send.context().traceparent());
    assertThat(new String(sent.value(), UTF_8)).contains(CAUSE.traceparent());
  }

  @Test
  void messageOfNoTraceAndLogLinesAreSentAsTheyAre() {
    // given
    var publisher = new TracedPublisher(brokers, tracing);
    var untraced = message(null);
    var lines = MessageCodec.encode(Topic.LOGS, envelope(CAUSE));

    // when
    var _ = publisher.publishAll(List.of(untraced, lines)).join();

    // then
    assertThat(tracing.begun()).isEmpty();
    assertThat(brokers.published()).containsExactly(untraced, lines);
  }

  @Test
  void sendingThatFailsSaysWhyWithoutTheWords() {
    // given
    brokers.failNext(new IllegalStateException("the message holds hunter2"));

    // when
    var sent = new TracedPublisher(brokers, tracing).publish(message(CAUSE));

    // then
    assertThat(sent).isCompletedExceptionally();
    assertThat(tracing.begun().getFirst().failure()).hasValue("java.lang.IllegalStateException");
    assertThat(tracing.begun().getFirst().endedOnce()).isTrue();
  }

  @Test
  void whatAMessageSetsInMotionHangsBelowWhereItWasTakenIn() throws Exception {
    // given
    var transaction = new Deciding();
    var taken = new ArrayList<Received>();
    var handler =
        TracedMessages.around((_, batch) -> taken.addAll(batch), "provisioner-worker", tracing);

    // when
    handler.handle(transaction, List.of(received(CAUSE), received(null)));
    transaction.commit();

    // then
    var process = tracing.begun().getFirst();
    assertThat(tracing.begun()).hasSize(1);
    assertThat(process.name()).isEqualTo("process rickyard.commands.normal");
    assertThat(process.causes()).containsExactly(CAUSE);
    assertThat(process.endedOnce()).isTrue();
    assertThat(process.failure()).isEmpty();
    assertThat(taken)
        .extracting(message -> message.envelope().trace())
        .containsExactly(process.context(), null);
  }

  @Test
  void batchIsOneSpanThatNamesItsMessagesAndEndsWithItsCommit() throws Exception {
    // given
    var transaction = new Deciding();
    var handler = TracedBatches.around((_, _) -> {}, "status-projector", tracing);

    // when
    handler.handle(transaction, List.of(received(CAUSE), received(null), received(CAUSE)));

    // then
    var process = tracing.begun().getFirst();
    assertThat(process.causes()).containsExactly(CAUSE, CAUSE);
    assertThat(process.told()).containsEntry("messaging.batch.message_count", "3");
    assertThat(process.endedOnce()).isFalse();

    // and then
    transaction.commit();
    assertThat(process.endedOnce()).isTrue();
  }

  @Test
  void effectThatIsRolledBackIsAFailure() {
    // given
    var transaction = new Deciding();
    var handler =
        TracedBatches.around(
            (_, _) -> {
              throw new SQLException("connection reset");
            },
            "status-projector",
            tracing);

    // when
    assertThatThrownBy(() -> handler.handle(transaction, List.of(received(CAUSE))))
        .isInstanceOf(SQLException.class);
    transaction.rollBack();

    // then
    assertThat(tracing.begun().getFirst().failure()).hasValue("rolled_back");
    assertThat(tracing.begun().getFirst().endedOnce()).isTrue();
  }

  private static OutgoingMessage message(@Nullable TraceContext trace) {
    return MessageCodec.encode(Topic.COMMANDS_NORMAL, envelope(trace));
  }

  private static Received received(@Nullable TraceContext trace) {
    var message = message(trace);
    return new Received(
        new Position(Topic.COMMANDS_NORMAL, 0, 7),
        message.key(),
        envelope(trace),
        message.headers());
  }

  private static Envelope<CancelTask> envelope(@Nullable TraceContext trace) {
    var body = new CancelTask(TaskId.next(), new Reason("test", "by a test"), false);
    return new Envelope<>(
        MessageId.next(),
        body.messageType(),
        1,
        body.taskId().toString(),
        Version.NONE,
        Instant.parse("2026-11-20T12:00:00Z"),
        null,
        null,
        null,
        new CorrelationId("test"),
        null,
        Actor.system("test"),
        trace,
        body);
  }

  /** A transaction whose outcome the test decides. */
  private static final class Deciding implements Transaction {

    private final List<Runnable> committed = new ArrayList<>();
    private final List<Runnable> rolledBack = new ArrayList<>();

    @Override
    public Connection connection() {
      throw new UnsupportedOperationException("no span needs the database");
    }

    @Override
    public void afterCommit(Runnable action) {
      committed.add(action);
    }

    @Override
    public void afterRollback(Runnable action) {
      rolledBack.add(action);
    }

    void commit() {
      committed.forEach(Runnable::run);
    }

    void rollBack() {
      rolledBack.forEach(Runnable::run);
    }
  }
}
