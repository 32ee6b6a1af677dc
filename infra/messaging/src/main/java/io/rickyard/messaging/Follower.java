package io.rickyard.messaging;

import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.SubscriptionStatus.State;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads whole topics in every process that has one, for what is kept in memory: caches, revoked
 * tokens. Remembers no offsets; what cannot be read is logged and passed over.
 */
public final class Follower implements AutoCloseable {

  /** Where a follower begins. */
  public enum Start {
    /** With the oldest message that is kept. */
    BEGINNING,
    /** With the first message after the start; see {@link Follower#caughtUp()}. */
    END
  }

  private static final Logger LOG = LoggerFactory.getLogger(Follower.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LEAVING = Duration.ofSeconds(5);
  private static final int BATCH = 500;

  private final String name;
  private final Set<Topic> topics;
  private final Start start;
  private final Consumer<List<Received>> handler;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Progress progress = new Progress();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CompletableFuture<Void> caughtUp = new CompletableFuture<>();
  private final Map<TopicPartition, Long> ends = new HashMap<>();
  private final RetryTimer retry = new RetryTimer(Backoff.USUAL);
  private final Thread thread;

  private Follower(
      KafkaSettings kafka,
      String name,
      Set<Topic> topics,
      Start start,
      Consumer<List<Received>> handler) {
    this.name = name;
    this.topics = Set.copyOf(topics);
    this.start = start;
    this.handler = handler;
    this.consumer = ConsumerClient.open(ConsumerClient.config(kafka, name, BATCH));
    this.thread = Thread.ofPlatform().daemon().name("follower-" + name).unstarted(this::run);
  }

  /**
   * Starts to read; returns at once, also while the brokers are away.
   *
   * @param kafka how to reach the brokers
   * @param name for logs and thread names
   * @param topics what to read
   * @param start where to begin
   * @param handler takes the messages, in each partition's order, on the follower's thread; if it
   *     throws, that is logged and the next messages follow
   */
  public static Follower start(
      KafkaSettings kafka,
      String name,
      Set<Topic> topics,
      Start start,
      Consumer<List<Received>> handler) {
    var follower = new Follower(kafka, name, topics, start, handler);
    follower.thread.start();
    return follower;
  }

  /**
   * Completes when the handler has had everything that was there at the start; with {@link
   * Start#END}, when nothing that is published from now on can be missed.
   */
  public CompletableFuture<Void> caughtUp() {
    return caughtUp.copy();
  }

  /** How it fares. */
  public SubscriptionStatus status() {
    return progress.status();
  }

  /** Stops and waits for that. */
  @Override
  public void close() {
    closing.countDown();
    consumer.wakeup();
    try {
      thread.join(LEAVING.multipliedBy(2));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** The loop that owns the thread; it ends when closed. */
  private void run() {
    try {
      while (closing.getCount() > 0) {
        turn();
      }
      progress.state(State.CLOSED);
    } catch (WakeupException | InterruptException _) {
      progress.state(State.CLOSED);
    } catch (RuntimeException | Error e) {
      progress.state(State.FAILED);
      LOG.error("event=follower_ended name={} repair=\"restart the service\"", name, e);
    } finally {
      caughtUp.cancel(false);
      leave();
    }
  }

  private void turn() {
    try {
      if (consumer.assignment().isEmpty()) {
        assign();
      }
      List<Received> received = new ArrayList<>();
      for (var message : consumer.poll(caughtUp.isDone() ? POLL : Duration.ofMillis(20))) {
        read(ConsumerClient.incoming(message), received);
      }
      hand(received);
      checkCaughtUp();
      var _ = retry.succeeded();
      progress.state(State.RUNNING);
    } catch (OffsetOutOfRangeException e) {
      LOG.error(
          "event=offset_out_of_range follower={} partitions={} follows=\"reads from the oldest message\"",
          name,
          e.offsetOutOfRangePartitions());
      consumer.seekToBeginning(e.partitions());
    } catch (WakeupException | InterruptException e) {
      throw e;
    } catch (KafkaException e) {
      backOff(e);
    }
  }

  private void assign() {
    List<TopicPartition> partitions = new ArrayList<>();
    for (Topic topic : topics) {
      List<PartitionInfo> found = consumer.partitionsFor(topic.topicName());
      if (found == null || found.isEmpty()) {
        throw new KafkaException(topic.topicName() + " is not there yet");
      }
      found.forEach(info -> partitions.add(new TopicPartition(info.topic(), info.partition())));
    }
    Map<TopicPartition, Long> oldest = consumer.beginningOffsets(partitions);
    ends.putAll(consumer.endOffsets(partitions));
    consumer.assign(partitions);
    (start == Start.BEGINNING ? oldest : ends).forEach(consumer::seek);
  }

  private void read(IncomingMessage message, List<Received> received) {
    if (!MessageCodec.knows(message)) {
      progress.ignored(1);
      return;
    }
    try {
      received.add(MessageCodec.decode(message));
    } catch (UnreadableMessage e) {
      progress.ignored(1);
      LOG.warn("event=message_ignored follower={} follows=\"the next one\"", name, e);
    }
  }

  private void hand(List<Received> received) {
    if (received.isEmpty()) {
      return;
    }
    try {
      handler.accept(List.copyOf(received));
      progress.handled(received.size());
    } catch (RuntimeException e) {
      // The cache is then older than it could be; a dead follower would be worse.
      LOG.error("event=follower_handler_failed follower={} messages={}", name, received.size(), e);
    }
  }

  private void checkCaughtUp() {
    if (!caughtUp.isDone()
        && ends.entrySet().stream()
            .allMatch(end -> consumer.position(end.getKey()) >= end.getValue())) {
      caughtUp.complete(null);
    }
  }

  private void backOff(KafkaException e) {
    retry.failed();
    progress.retried();
    LOG.warn(
        "event=follower_waits follower={} failures={} follows=\"tries again\" reason=\"{}\"",
        name,
        retry.failures(),
        e.getMessage());
    try {
      var _ = closing.await(retry.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException interrupt) {
      throw new InterruptException(interrupt);
    }
  }

  private void leave() {
    try {
      consumer.close(CloseOptions.timeout(LEAVING));
    } catch (KafkaException e) {
      LOG.warn("event=follower_left_uncleanly follower={}", name, e);
    }
  }
}
