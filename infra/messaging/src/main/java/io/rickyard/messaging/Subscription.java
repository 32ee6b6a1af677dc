package io.rickyard.messaging;

import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.SubscriptionStatus.State;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetOutOfRangeException;
import org.apache.kafka.common.KafkaException;
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
 *   <li>What arrives is committed by the {@link BatchProcessor} between two polls, so that a
 *       partition that is taken away has no transaction under way; what lingers is forgotten with
 *       it.
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
  private final AssignedPartitions partitions;
  private final RetryTimer retry;
  private final LagHints hints;
  private final LagWatch lag;
  private final Thread thread;

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
    this.partitions = new AssignedPartitions(settings.consumer(), consumer, processor);
    this.retry = new RetryTimer(settings.backoff());
    this.hints = new LagHints(consumer);
    this.lag = new LagWatch(consumer, progress);
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

  /** The consumer's name: its group, and its name in the offset table. */
  public String consumer() {
    return settings.consumer();
  }

  /** What it reads. */
  public Set<Topic> topics() {
    return settings.topics();
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
      consumer.subscribe(settings.topics().stream().map(Topic::topicName).toList(), partitions);
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
      lag.look();
      if (retry.isWaiting()) {
        return;
      }
      partitions.position();
      processor.drain();
      goOn();
    } catch (OffsetOutOfRangeException e) {
      partitions.startOver(e);
    } catch (StaleOffset e) {
      LOG.warn(
          "event=offset_stale consumer={} follows=\"loads the offsets again\" reason=\"{}\"",
          settings.consumer(),
          e.getMessage());
      partitions.reposition();
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
    if (retry.failures() > 0) {
      return shorter(retry.left());
    }
    if (!partitions.areReady()) {
      return Duration.ZERO;
    }
    return processor.isIdle() ? POLL : shorter(processor.lingering());
  }

  private static Duration shorter(Duration wait) {
    return wait.compareTo(POLL) < 0 ? wait : POLL;
  }

  private void goOn() {
    if (retry.succeeded()) {
      LOG.info("event=subscription_goes_on consumer={}", settings.consumer());
    }
    progress.state(State.RUNNING);
    if (!consumer.paused().isEmpty()) {
      consumer.resume(consumer.paused());
    }
    hints.tell();
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

  private void leave() {
    try {
      consumer.close(CloseOptions.timeout(LEAVING));
    } catch (KafkaException e) {
      LOG.warn("event=subscription_left_uncleanly consumer={}", settings.consumer(), e);
    }
  }
}
