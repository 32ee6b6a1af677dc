package io.rickyard.persistence;

import static java.util.Objects.requireNonNull;

import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.Publisher;
import io.rickyard.messaging.RetryableFailure;
import io.rickyard.messaging.Transaction;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Publishes messages with a database change: they go out if and only if the transaction commits, in
 * the order of commits for each entity, at least once. The table is {@code outbox}, which {@code
 * io/rickyard/persistence/outbox.sql} makes.
 *
 * <ol>
 *   <li>{@link #write} puts one row into the transaction.
 *   <li>Right after the commit the messages are sent from memory; nothing waits for a look into the
 *       table.
 *   <li>When the brokers have them, the row is deleted.
 *   <li>At the start, and every few seconds, rows that nobody in this process takes care of are
 *       taken from the table: those of a process that died, and those that were left to others by
 *       {@link #leave} and not reported sent.
 * </ol>
 *
 * <p>After a crash messages may come twice, and later ones before; consumers go by the entity's
 * version.
 */
public final class Outbox implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(Outbox.class);
  private static final Duration LEAVING = Duration.ofSeconds(5);
  private static final int MOST_RELAYED_AT_ONCE = 1_000;

  private final Transactions transactions;
  private final OutboxSettings settings;
  private final OutboxTable table = new OutboxTable();
  private final OutboxQueue queue;
  private final OutboxSender sender;
  private final OutboxDeletions deletions;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final LongAdder published = new LongAdder();
  private final LongAdder relayed = new LongAdder();
  private final Thread sending;

  private Outbox(Transactions transactions, Publisher publisher, OutboxSettings settings) {
    this.transactions = transactions;
    this.settings = settings;
    this.queue = new OutboxQueue(settings.mostQueued());
    this.deletions = new OutboxDeletions(transactions, table, queue, settings);
    this.sender =
        new OutboxSender(
            settings.name(), publisher, settings.backoff(), this::acknowledged, closing);
    this.sending =
        Thread.ofPlatform().daemon().name("outbox-" + settings.name()).unstarted(this::send);
  }

  /** Starts to publish, first of all what a former process left. */
  public static Outbox start(
      Transactions transactions, Publisher publisher, OutboxSettings settings) {
    requireNonNull(publisher, "publisher");
    var outbox = new Outbox(transactions, publisher, settings);
    outbox.sending.start();
    outbox.deletions.start();
    return outbox;
  }

  /** Publishes messages if the transaction commits, in shard 0. */
  public void write(Transaction transaction, List<OutgoingMessage> messages) throws SQLException {
    write(transaction, 0, messages);
  }

  /**
   * Publishes messages if the transaction commits. Call it after the locks of the entities that
   * they are about were taken, best as the transaction's last step, and once with all messages.
   */
  public void write(Transaction transaction, int shard, List<OutgoingMessage> messages)
      throws SQLException {
    if (!messages.isEmpty()) {
      send(transaction, shard, messages);
    }
  }

  /**
   * Does the same with at least one message, for who wants to know the row.
   *
   * @return the row's id
   */
  public long send(Transaction transaction, int shard, List<OutgoingMessage> messages)
      throws SQLException {
    OutboxEntry entry = table.insert(transaction.connection(), shard, messages);
    queue.written(entry);
    transaction.afterCommit(() -> queue.committed(entry));
    transaction.afterRollback(() -> queue.rolledBack(entry));
    return entry.id();
  }

  /**
   * Writes messages that someone else will publish and report by {@link #reportSent}; if that does
   * not come, they are published from here once the row is left over.
   *
   * @return the row's id
   */
  public long leave(Transaction transaction, int shard, List<OutgoingMessage> messages)
      throws SQLException {
    return table.insert(transaction.connection(), shard, messages).id();
  }

  /** Someone else has published the messages of a row; false if it was gone already. */
  public boolean reportSent(Transaction transaction, long id) throws SQLException {
    return table.delete(transaction.connection(), Set.of(id)) > 0;
  }

  /** How it fares. */
  public OutboxStatus status() {
    return new OutboxStatus(published.sum(), relayed.sum(), sender.retries(), queue.size());
  }

  /** Its name. */
  public String name() {
    return settings.name();
  }

  /** What stands in the table now, of all shards; throws when the database is away. */
  public OutboxRest rest() {
    return transactions.call(transaction -> table.rest(transaction.connection()));
  }

  /** Waits a few seconds for what is under way; the rest stays in the table. */
  @Override
  public void close() {
    closing.countDown();
    queue.close();
    try {
      sending.join(LEAVING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    sending.interrupt();
    deletions.close();
  }

  private void acknowledged(long id) {
    published.increment();
    deletions.add(id);
  }

  /** The loop that owns the sending thread; it ends when closed. */
  private void send() {
    try {
      long startedAt = System.nanoTime();
      long relayAt = startedAt;
      boolean first = true;
      while (closing.getCount() > 0) {
        if (System.nanoTime() - relayAt >= 0) {
          // At first everything that was there before the start, however young.
          Supplier<Duration> age =
              first ? () -> Duration.ofNanos(System.nanoTime() - startedAt) : settings::relayAge;
          first = !relay(age) && first;
          relayAt = System.nanoTime() + settings.relayInterval().toNanos();
        }
        sendNext(Duration.ofNanos(relayAt - System.nanoTime()));
      }
      sendRest();
      sender.settle(LEAVING);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      LOG.error(
          "event=outbox_ended outbox={} follows=\"rows stay in the table\" repair=\"restart the service\"",
          settings.name(),
          e);
    }
  }

  private void sendNext(Duration within) throws InterruptedException {
    var next = queue.take(within);
    if (next.isPresent()) {
      sender.send(next.get());
    }
    sender.mend();
  }

  private void sendRest() throws InterruptedException {
    for (var next = queue.take(Duration.ZERO); next.isPresent(); next = queue.take(Duration.ZERO)) {
      sender.send(next.get());
    }
  }

  /** Takes left-over rows from the table; false when the database is away. */
  private boolean relay(Supplier<Duration> age) {
    Set<Long> expired = queue.expire();
    if (!expired.isEmpty()) {
      LOG.warn(
          "event=outbox_rows_undecided outbox={} rows={} follows=\"the relay publishes those that committed\"",
          settings.name(),
          expired);
    }
    int room = Math.min(queue.room(), MOST_RELAYED_AT_ONCE);
    if (room == 0 || settings.shards().isEmpty()) {
      return true;
    }
    try {
      Set<Long> held = queue.held();
      List<OutboxEntry> left =
          transactions.call(transaction ->
              table.left(transaction.connection(), settings.shards(), age.get(), held, room));
      if (!left.isEmpty()) {
        LOG.info(
            "event=outbox_relay outbox={} rows={} oldest={}",
            settings.name(),
            left.size(),
            left.getFirst().id());
        relayed.add(left.size());
        queue.found(left);
      }
      return true;
    } catch (RetryableFailure e) {
      LOG.warn("event=outbox_relay_waits outbox={} reason=\"{}\"", settings.name(), e.getMessage());
      return false;
    }
  }
}
