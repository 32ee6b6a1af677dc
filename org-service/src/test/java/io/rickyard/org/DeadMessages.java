package io.rickyard.org;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.task.TaskCommand.CancelTask;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.Backoff;
import io.rickyard.messaging.BatchHandler;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.MessageSigner;
import io.rickyard.messaging.MessageVerifier;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.Subscription;
import io.rickyard.messaging.SubscriptionSettings;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.MemoryOffsets;
import io.rickyard.testing.TestBroker;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A consumer that gives messages up, and messages for it. */
final class DeadMessages implements AutoCloseable {

  static final String CONSUMER = "reader";

  private static final byte[] SECRET = "a secret of thirty-two bytes ...".getBytes(UTF_8);

  private final MemoryOffsets offsets = new MemoryOffsets();
  private final TestBroker broker;
  private final KafkaPublisher publisher;

  DeadMessages(TestBroker broker) {
    this.broker = broker;
    this.publisher = KafkaPublisher.open(broker.settings("test"));
  }

  /** The consumer, as long as it is open; it goes on where the one before it stopped. */
  Subscription reader(BatchHandler handler) {
    return Subscription.start(broker.settings("test"), settings(), offsets, handler);
  }

  /** The same, who takes only what was signed with the tests' key. */
  Subscription readerWithKey(BatchHandler handler) {
    return verifying(Map.of("test", SECRET), handler);
  }

  /** The same, who was not given that key. */
  Subscription readerWithoutKey(BatchHandler handler) {
    return verifying(Map.of(), handler);
  }

  /** Has so many messages given up that can be read well. */
  void giveUp(int count) {
    try (var reader =
        reader((_, _) -> {
          throw new IllegalStateException("a bug");
        })) {
      IntStream.range(0, count).forEach(_ -> publish(cancel()));
      awaitLetters(reader, count);
    }
  }

  void publish(OutgoingMessage message) {
    var _ = publisher.publish(message).join();
  }

  static void awaitLetters(Subscription reader, int count) {
    Eventually.until(() -> reader.status().deadLettered() == count);
  }

  static OutgoingMessage cancel() {
    var body = new CancelTask(TaskId.next(), new Reason("test", "test"), false);
    return MessageCodec.encode(
        Topic.COMMANDS_NORMAL,
        new Envelope<>(
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
            null,
            body));
  }

  static OutgoingMessage signed() {
    return new MessageSigner("test", SECRET).sign(cancel());
  }

  static OutgoingMessage unreadable() {
    var good = signed();
    return new OutgoingMessage(
        good.topic(), good.key(), "{\"db_pass\": \"tiger\"".getBytes(UTF_8), good.headers());
  }

  private Subscription verifying(Map<String, byte[]> keys, BatchHandler handler) {
    return Subscription.start(
        broker.settings("test"),
        settings().withVerifier(new MessageVerifier(keys)),
        offsets,
        handler);
  }

  private static SubscriptionSettings settings() {
    return SubscriptionSettings.of(CONSUMER, Topic.COMMANDS_NORMAL)
        .withBackoff(new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)));
  }

  /** The ids of a list's letters. */
  static List<String> ids(OrgServer.Answer list) {
    return list.body().path("data").findValuesAsText("id");
  }

  @Override
  public void close() {
    publisher.close();
  }
}
