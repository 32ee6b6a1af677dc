package io.rickyard.bridge.phoenix;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets one client's messages be worked off in their order on a thread of its own, because answering
 * may take time. Only so many may wait.
 */
final class Conversation {

  private static final Logger LOG = LoggerFactory.getLogger(Conversation.class);
  private static final int MOST_WAITING = 250;

  /** Something to do for a connection. */
  @FunctionalInterface
  interface Turn {
    void take(Connection connection) throws InterruptedException;
  }

  private final Connection connection;
  private final Runnable broken;
  private final BlockingQueue<Turn> turns = new LinkedBlockingQueue<>(MOST_WAITING);
  private volatile boolean ended;

  /**
   * Begins it.
   *
   * @param connection what is talked with; made for this conversation
   * @param broken closes the socket, after a failure that is ours
   */
  Conversation(Function<Conversation, Connection> connection, Runnable broken) {
    this.connection = connection.apply(this);
    this.broken = broken;
    var _ = Thread.ofVirtual().name("phoenix").start(this::run);
  }

  /** Returns false when too much waits already. */
  boolean add(Turn turn) {
    return turns.offer(turn);
  }

  /**
   * Ends it after the present turn, which isn't interrupted: that would cost a connection of the
   * database.
   */
  void end() {
    ended = true;
    turns.clear();
    var _ = turns.offer(_ -> {});
  }

  private void run() {
    try {
      while (!ended) {
        turns.take().take(connection);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (RuntimeException e) {
      // Owns the conversation with this client, which ends here and can be begun anew.
      LOG.error("event=conversation_failed follows=\"its socket is closed\"", e);
      broken.run();
    } finally {
      connection.closed();
    }
  }
}
