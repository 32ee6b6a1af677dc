package io.rickyard.messaging;

import io.rickyard.messaging.DeadLetter.Cause;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns what arrived into committed effects, used by one thread.
 *
 * <ol>
 *   <li>What cannot be read, or is not genuine, goes to the dead letters first; the brokers'
 *       acknowledgement is waited for.
 *   <li>The rest is handled, and with it the offsets move, in one transaction.
 *   <li>If that fails for a reason that waiting does not mend, the next try takes half as much. A
 *       message that fails alone becomes a dead letter. Every success doubles the next try.
 * </ol>
 *
 * <p>A retryable failure and a stale offset leave what is not committed where it is.
 */
final class BatchProcessor {

  private static final Logger LOG = LoggerFactory.getLogger(BatchProcessor.class);

  private final SubscriptionSettings settings;
  private final OffsetStore offsets;
  private final BatchHandler handler;
  private final DeadLetters deadLetters;
  private final Progress progress;

  private final List<Pending> pending = new ArrayList<>();
  private final Map<Partition, Long> stored = new HashMap<>();

  BatchProcessor(
      SubscriptionSettings settings,
      OffsetStore offsets,
      BatchHandler handler,
      DeadLetters deadLetters,
      Progress progress) {
    this.settings = settings;
    this.offsets = offsets;
    this.handler = handler;
    this.deadLetters = deadLetters;
    this.progress = progress;
  }

  /** Loads where these partitions go on; where nothing is stored, the offset is empty. */
  Map<Partition, OptionalLong> position(Set<Partition> partitions) {
    Map<Partition, Long> loaded = offsets.load(settings.consumer(), partitions);
    Map<Partition, OptionalLong> positions = new HashMap<>();
    for (Partition partition : partitions) {
      Long next = loaded.get(partition);
      if (next == null) {
        stored.remove(partition);
        positions.put(partition, OptionalLong.empty());
      } else {
        stored.put(partition, next);
        positions.put(partition, OptionalLong.of(next));
      }
    }
    return positions;
  }

  /** Forgets what arrived from partitions that are someone else's now, or are read again. */
  void forget(Set<Partition> partitions) {
    pending.removeIf(message -> partitions.contains(message.partition()));
    stored.keySet().removeAll(partitions);
  }

  void add(IncomingMessage message) {
    pending.add(new Pending(message));
  }

  boolean isIdle() {
    return pending.isEmpty();
  }

  /** How long the oldest message still waits for company; zero when it need not. */
  Duration lingering() {
    if (pending.isEmpty() || pending.size() >= settings.maximumBatch()) {
      return Duration.ZERO;
    }
    Duration linger = settings.linger().of(pending.size());
    return Duration.ofNanos(Math.max(0, linger.toNanos() - pending.getFirst().age()));
  }

  /**
   * Commits everything that is pending, once the oldest of it has waited long enough.
   *
   * @throws RetryableFailure when something is away; the rest is still pending
   * @throws StaleOffset when someone else has gone on
   */
  void drain() {
    if (lingering().isPositive()) {
      return;
    }
    int most = settings.maximumBatch();
    while (!pending.isEmpty()) {
      List<Pending> chunk = List.copyOf(pending.subList(0, Math.min(most, pending.size())));
      try {
        commit(chunk);
        pending.subList(0, chunk.size()).clear();
        most = Math.min(settings.maximumBatch(), most * 2);
      } catch (RetryableFailure | StaleOffset e) {
        throw e;
      } catch (RuntimeException | StackOverflowError e) {
        chunk.forEach(Pending::failed);
        if (chunk.size() == 1) {
          failedAlone(chunk.getFirst(), e);
        } else {
          most = chunk.size() / 2;
        }
      }
    }
  }

  private void commit(List<Pending> chunk) {
    List<Received> received = new ArrayList<>();
    List<DeadLetter> letters = new ArrayList<>();
    List<DeadLetter> noted = new ArrayList<>();
    int ignored = 0;
    for (Pending message : chunk) {
      Received readable = read(message);
      DeadLetter letter = message.letter();
      if (letter != null) {
        letters.add(letter);
        noted.addAll(message.isNoted() ? List.of(letter) : List.of());
      } else if (readable != null) {
        received.add(readable);
      } else {
        ignored++;
      }
    }
    List<Advance> advances = advances(chunk);
    offsets.commit(
        settings.consumer(), advances, transaction -> apply(transaction, received, noted));
    advances.forEach(advance -> stored.put(advance.partition(), advance.to()));
    progress.handled(received.size());
    progress.deadLettered(letters.size());
    progress.ignored(ignored);
  }

  private @Nullable Received read(Pending pendingMessage) {
    IncomingMessage message = pendingMessage.message();
    MessageVerifier verifier = settings.verifier();
    if (pendingMessage.letter() != null) {
      return null;
    }
    if (verifier != null && !verifier.isGenuine(message)) {
      giveUp(pendingMessage, Cause.SIGNATURE_INVALID, null);
      return null;
    }
    if (!MessageCodec.knows(message)) {
      LOG.warn(
          "event=message_ignored consumer={} position={} type={} reason=\"unknown type, written by a newer version\"",
          settings.consumer(),
          message.position().text(),
          message.headers().get(MessageHeader.TYPE));
      return null;
    }
    try {
      return MessageCodec.decode(message);
    } catch (UnreadableMessage e) {
      giveUp(pendingMessage, Cause.UNREADABLE, e);
      return null;
    }
  }

  private void failedAlone(Pending message, Throwable failure) {
    if (message.letter() == null) {
      giveUp(message, Cause.PROCESSING_FAILED, failure);
    } else if (message.isNoted()) {
      LOG.error(
          "event=dead_letter_not_noted consumer={} position={} repair=\"the letter itself is safe\"",
          settings.consumer(),
          message.message().position().text(),
          failure);
      message.leaveUnnoted();
    } else {
      throw new RetryableFailure(
          "The offsets of " + settings.consumer() + " cannot be stored", failure);
    }
  }

  private void giveUp(Pending message, Cause cause, @Nullable Throwable failure) {
    String detail = failure == null ? cause.wireName() : DeadLetters.describe(failure);
    var letter = new DeadLetter(message.message(), cause, detail, Math.max(1, message.attempts()));
    deadLetters.put(letter);
    message.becomes(letter);
    LOG.error(
        "event=message_dead_lettered consumer={} position={} cause={} detail=\"{}\" repair=\"mend the cause, then replay it\"",
        settings.consumer(),
        message.message().position().text(),
        cause.wireName(),
        detail,
        failure);
  }

  private void apply(Transaction transaction, List<Received> received, List<DeadLetter> letters)
      throws SQLException {
    if (!received.isEmpty()) {
      handler.handle(transaction, received);
    }
    if (!letters.isEmpty()) {
      handler.deadLettered(transaction, letters);
    }
  }

  private List<Advance> advances(List<Pending> chunk) {
    Map<Partition, Long> reached = new LinkedHashMap<>();
    chunk.forEach(message -> reached.put(message.partition(), message.next()));
    return reached.entrySet().stream()
        .map(entry -> new Advance(entry.getKey(), before(entry.getKey()), entry.getValue()))
        .toList();
  }

  private OptionalLong before(Partition partition) {
    Long next = stored.get(partition);
    return next == null ? OptionalLong.empty() : OptionalLong.of(next);
  }
}
