package io.rickyard.bridge.phoenix;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
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
  private final Thread thread;

  /**
   * Begins it.
   *
   * @param broken closes the socket, after a failure that is ours
   */
  Conversation(Connection connection, Runnable broken) {
    this.connection = connection;
    this.broken = broken;
    this.thread = Thread.ofVirtual().name("phoenix").start(this::run);
  }

  /** Returns false when too much waits already. */
  boolean add(Turn turn) {
    return turns.offer(turn);
  }

  void end() {
    thread.interrupt();
  }

  private void run() {
    try {
      while (true) {
        turns.take().take(connection);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt(); // the socket was closed
    } catch (RuntimeException e) {
      // Owns the conversation with this client, which ends here and can be begun anew.
      LOG.error("event=conversation_failed follows=\"its socket is closed\"", e);
      broken.run();
    } finally {
      connection.closed();
    }
  }
}
