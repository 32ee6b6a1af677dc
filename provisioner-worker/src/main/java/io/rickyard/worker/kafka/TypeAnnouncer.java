package io.rickyard.worker.kafka;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.task.TypeAnnouncement;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.Publisher;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Tells what types extensions add to this worker: at its start, and again every hour, so that what
 * an older worker says meanwhile does not last, and what nobody runs any more is forgotten.
 */
final class TypeAnnouncer implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(TypeAnnouncer.class);
  private static final Duration AGAIN = Duration.ofHours(1);
  private static final Duration SOON = Duration.ofSeconds(5);
  private static final Actor WORKER = new Actor(Actor.Kind.SYSTEM, "provisioner-worker", null);

  private final Publisher publisher;
  private final List<TypeAnnouncement> announcements;
  private final Clock clock;
  private final CountDownLatch closing = new CountDownLatch(1);

  private TypeAnnouncer(Publisher publisher, List<TypeAnnouncement> announcements, Clock clock) {
    this.publisher = publisher;
    this.announcements = List.copyOf(announcements);
    this.clock = clock;
  }

  /** Starts to tell; returns at once, also while the brokers are away. */
  static TypeAnnouncer start(
      Publisher publisher, List<TypeAnnouncement> announcements, Clock clock) {
    var announcer = new TypeAnnouncer(publisher, announcements, clock);
    if (!announcements.isEmpty()) {
      var _ = Thread.ofVirtual().name("type-announcer").start(announcer::run);
    }
    return announcer;
  }

  @Override
  public void close() {
    closing.countDown();
  }

  private void run() {
    try {
      while (!closing.await((tell() ? AGAIN : SOON).toMillis(), TimeUnit.MILLISECONDS)) {
        LOG.debug("event=types_announced_again types={}", announcements.size());
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean tell() {
    try {
      var _ = publisher.publishAll(announcements.stream().map(this::message).toList()).join();
      return true;
    } catch (CompletionException e) {
      LOG.warn("event=types_not_announced follows=\"tries again\"", e);
      return false;
    }
  }

  private OutgoingMessage message(TypeAnnouncement announcement) {
    return MessageCodec.encode(
        Topic.TASK_TYPES,
        new Envelope<>(
            MessageId.next(),
            announcement.messageType(),
            1,
            announcement.taskType().wireName(),
            Version.NONE,
            clock.instant(),
            null,
            null,
            null,
            new CorrelationId(MessageId.next().toString()),
            null,
            WORKER,
            null,
            announcement));
  }
}
