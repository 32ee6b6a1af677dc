package io.rickyard.messaging;

import static java.util.stream.Collectors.toMap;
import static java.util.stream.Collectors.toSet;

import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.SubscriptionStatus.State;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.FencedInstanceIdException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads topics as a member of a consumer group and applies them with a {@link BatchHandler}, whose
 * effect commits together with the offsets.
 *
 * <p>One thread owns the consumer:
 *
 * <ol>
 *   <li>A newly assigned partition stands still until its offset was loaded from the store.
 *   <li>What arrives is committed by the {@link BatchProcessor}, before the next poll, so that a
 *       partition that is taken away has nothing under way.
 *   <li>While something is away, all partitions stand still and polling goes on, so that the group
 *       keeps this member.
 *   <li>When someone else has stored another offset, everything that is pending is forgotten and
 *       the offsets are loaded again.
 * </ol>
 *
 * <p>The offsets that Kafka is told are a hint for its tools; nothing is ever read from them.
 */
public final class Subscription implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Subscription.class);
  private static final Duration POLL = Duration.ofMillis(500);
  private static final Duration LEAVING = Duration.ofSeconds(5);

  private final SubscriptionSettings settings;
  private final KafkaConsumer<String, byte[]> consumer;
  private final KafkaPublisher letters;
  private final BatchProcessor processor;
  private final Progress progress = new Progress();
  private final CountDownLatch closing = new CountDownLatch(1);
  private final RetryTimer retry;
  private final LagHints hints;
  private final Thread thread;

  private final Set<TopicPartition> unpositioned = new HashSet<>();

  private Subscription(
      KafkaSettings kafka,
      SubscriptionSettings settings,
      OffsetStore offsets,
      BatchHandler handler) {
    this.settings = settings;
    this.letters = KafkaPublisher.open(kafka);
    this.processor =
        new BatchProcessor(
            settings,
            offsets,
            handler,
            new DeadLetters(letters, settings.consumer(), Clock.systemUTC()),
            progress);
    this.consumer = ConsumerClient.open(config(kafka, settings));
    this.retry = new RetryTimer(settings.backoff());
    this.hints = new LagHints(consumer);
    this.thread =
        Thread.ofPlatform()
            .daemon()
            .name("subscription-" + settings.consumer())
            .unstarted(this::run);
  }

  /** Starts to read; returns at once, also while brokers or database are away. */
  public static Subscription start(
      KafkaSettings kafka,
      SubscriptionSettings settings,
      OffsetStore offsets,
      BatchHandler handler) {
    var subscription = new Subscription(kafka, settings, offsets, handler);
    subscription.thread.start();
    return subscription;
  }

  /** How it fares. */
  public SubscriptionStatus status() {
    return progress.status();
  }

  /** Finishes the transaction under way, leaves the group and waits for that. */
  @Override
  public void close() {
    closing.countDown();
    consumer.wakeup();
    try {
      thread.join(LEAVING.multipliedBy(3));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    letters.close();
  }

  private static Map<String, Object> config(KafkaSettings kafka, SubscriptionSettings settings) {
    Map<String, Object> config =
        ConsumerClient.config(kafka, settings.consumer(), settings.maximumBatch());
    config.put("group.id", settings.consumer());
    config.put("partition.assignment.strategy", CooperativeStickyAssignor.class.getName());
    config.put("session.timeout.ms", 10_000);
    config.put("heartbeat.interval.ms", 2_000);
    String member = settings.member();
    if (member != null) {
      config.put("group.instance.id", member);
    }
    return config;
  }

  /**
   * The loop that owns the thread; it ends when closed, or when the group shuts it out for good.
   */
  private void run() {
    try {
      consumer.subscribe(
          settings.topics().stream().map(Topic::topicName).toList(), new Assignment());
      while (closing.getCount() > 0) {
        turn();
      }
      progress.state(State.CLOSED);
    } catch (WakeupException | InterruptException _) {
      progress.state(State.CLOSED);
    } catch (RuntimeException | Error e) {
      progress.state(State.FAILED);
      LOG.error(
          "event=subscription_ended consumer={} repair=\"restart the service\"",
          settings.consumer(),
          e);
    } finally {
      leave();
    }
  }

  private void turn() {
    try {
      if (retry.isWaiting()) {
        consumer.pause(consumer.assignment());
      }
      for (var message : consumer.poll(pollTime())) {
        processor.add(ConsumerClient.incoming(message));
      }
      if (retry.isWaiting()) {
        return;
      }
      positionNew();
      processor.drain();
      goOn();
    } catch (OffsetOutOfRangeException e) {
      startOver(e);
    } catch (StaleOffset e) {
      LOG.warn(
          "event=offset_stale consumer={} follows=\"loads the offsets again\" reason=\"{}\"",
          settings.consumer(),
          e.getMessage());
      reposition();
      backOff();
    } catch (RetryableFailure e) {
      warn(e);
      backOff();
    } catch (WakeupException | InterruptException | FencedInstanceIdException e) {
      throw e;
    } catch (KafkaException e) {
      warn(e);
      backOff();
      awaitRetry();
    }
  }

  private Duration pollTime() {
    if (retry.failures() == 0) {
      return unpositioned.isEmpty() ? POLL : Duration.ZERO;
    }
    return retry.left().compareTo(POLL) < 0 ? retry.left() : POLL;
  }

  private void goOn() {
    if (retry.succeeded()) {
      LOG.info("event=subscription_goes_on consumer={}", settings.consumer());
    }
    progress.state(State.RUNNING);
    if (!consumer.paused().isEmpty()) {
      consumer.resume(consumer.paused());
    }
    hints.tell(unpositioned);
  }

  private void backOff() {
    retry.failed();
    progress.retried();
  }

  /** Where polling itself fails at once, waiting cannot be left to it. */
  private void awaitRetry() {
    try {
      var _ = closing.await(retry.left().toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      throw new InterruptException(e);
    }
  }

  private void warn(RuntimeException e) {
    LOG.warn(
        "event=subscription_waits consumer={} failures={} follows=\"tries again\" reason=\"{}\"",
        settings.consumer(),
        retry.failures() + 1,
        e.getMessage(),
        retry.failures() == 0 ? e : null);
  }

  /** Loads and takes the positions of partitions that are new or have to be read again. */
  private void positionNew() {
    if (unpositioned.isEmpty()) {
      return;
    }
    Map<Partition, TopicPartition> wanted =
        unpositioned.stream().collect(toMap(ConsumerClient::partition, partition -> partition));
    Map<Partition, OptionalLong> positions = processor.position(wanted.keySet());
    wanted.forEach((partition, kafka) -> {
      OptionalLong next = positions.getOrDefault(partition, OptionalLong.empty());
      if (next.isPresent()) {
        consumer.seek(kafka, next.getAsLong());
      } else {
        consumer.seekToBeginning(List.of(kafka));
      }
    });
    unpositioned.clear();
  }

  private void reposition() {
    Set<TopicPartition> assignment = consumer.assignment();
    processor.forget(assignment.stream().map(ConsumerClient::partition).collect(toSet()));
    unpositioned.addAll(assignment);
    consumer.pause(assignment);
  }

  /** Nothing may be skipped, so what lies outside the log is read from the log's beginning. */
  private void startOver(OffsetOutOfRangeException e) {
    LOG.error(
        "event=offset_out_of_range consumer={} partitions={} follows=\"reads from the oldest message\" repair=\"messages may be lost: compare retention and outage, or restore Kafka and PostgreSQL together\"",
        settings.consumer(),
        e.offsetOutOfRangePartitions());
    consumer.seekToBeginning(e.partitions());
  }

  private void leave() {
    try {
      consumer.close(CloseOptions.timeout(LEAVING));
    } catch (KafkaException e) {
      LOG.warn("event=subscription_left_uncleanly consumer={}", settings.consumer(), e);
    }
  }

  /** Runs within poll, on the owning thread. */
  private final class Assignment implements ConsumerRebalanceListener {

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
      // A position of some kind must be there before polling goes on, or it fails; the real one is
      // loaded outside, where the store may be away without the group being disturbed.
      consumer.pause(partitions);
      partitions.forEach(partition -> consumer.seek(partition, 0));
      unpositioned.addAll(partitions);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
      processor.forget(partitions.stream().map(ConsumerClient::partition).collect(toSet()));
      partitions.forEach(unpositioned::remove);
    }
  }
}
