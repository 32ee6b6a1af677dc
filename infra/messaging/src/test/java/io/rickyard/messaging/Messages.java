package io.rickyard.messaging;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.TraceContext;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.task.TaskCommand.CancelTask;
import io.rickyard.contracts.topic.Topic;
import java.time.Instant;

/** Messages to test with. */
final class Messages {

  static final TaskId TASK = TaskId.parse("0193a1f0-0000-7000-8000-000000000001");

  private Messages() {}

  static Envelope<CancelTask> envelope() {
    var body = new CancelTask(TASK, new Reason("user", "no longer wanted"), false);
    return new Envelope<>(
        MessageId.parse("0193a1f0-0000-7000-8000-000000000002"),
        body.messageType(),
        1,
        TASK.toString(),
        Version.NONE,
        Instant.parse("2026-11-20T12:00:00Z"),
        null,
        null,
        new Generation(3),
        new CorrelationId("request-1"),
        MessageId.parse("0193a1f0-0000-7000-8000-000000000003"),
        Actor.system("test"),
        new TraceContext("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"),
        body);
  }

  static IncomingMessage arrived(OutgoingMessage message) {
    return arrived(message, 0);
  }

  static IncomingMessage arrived(OutgoingMessage message, long offset) {
    return new IncomingMessage(
        new Position(message.topic(), 0, offset),
        Instant.EPOCH,
        message.key(),
        message.value(),
        message.headers());
  }

  static OutgoingMessage cancel() {
    return MessageCodec.encode(Topic.COMMANDS_NORMAL, envelope());
  }
}
