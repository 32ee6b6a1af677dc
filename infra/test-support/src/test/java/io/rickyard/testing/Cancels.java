package io.rickyard.testing;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.task.TaskCommand.CancelTask;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.Received;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;

/** Cancel commands, the smallest messages there are, told apart by the reason's text. */
final class Cancels {

  private Cancels() {}

  static OutgoingMessage message(Topic topic, TaskId task, String text) {
    var body = new CancelTask(task, new Reason("test", text), false);
    return MessageCodec.encode(
        topic,
        new Envelope<>(
            MessageId.next(),
            body.messageType(),
            1,
            task.toString(),
            Version.NONE,
            Instant.parse("2026-11-20T12:00:00Z"),
            null,
            null,
            null,
            new CorrelationId("test"),
            null,
            Actor.system("test"),
            null,
            body));
  }

  /** Numbered from 0, all of one task and so of one partition. */
  static List<OutgoingMessage> numbered(Topic topic, int count) {
    TaskId task = TaskId.next();
    return IntStream.range(0, count)
        .mapToObj(number -> message(topic, task, Integer.toString(number)))
        .toList();
  }

  static String text(Received received) {
    return ((CancelTask) received.envelope().body()).reason().message();
  }
}
