package io.rickyard.bridge.jdbc;

import io.micronaut.context.annotation.Context;
import io.rickyard.bridge.stream.EventTail;
import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the tail: one connection that is told of each commit of the projector, and a look by
 * itself now and then in case a notification got lost. While the database is away, streams are
 * silent and go on afterwards.
 */
@Context
public class LogFollower {

  private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);

  private static final int LOOK_MILLIS = 1_000;
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
  private static final Duration RIGHTS = Duration.ofMillis(500);
  private static final Duration BACKOFF = Duration.ofMillis(500);

  private final DataSource database;
  private final EventTail tail;
  private final AtomicLong commits = new AtomicLong();
  private final Thread follower;
  private final Thread upkeep;
  private volatile boolean stopped;

  LogFollower(DataSource database, EventTail tail) {
    this.database = database;
    this.tail = tail;
    this.follower = Thread.ofPlatform().name("event-tail").daemon().start(this::follow);
    this.upkeep = Thread.ofVirtual().name("stream-upkeep").start(this::upkeep);
  }

  /** Counts the commits seen; whoever waits for something new looks again when it has moved. */
  public long commits() {
    return commits.get();
  }

  /** Waits until something was committed since that count, or a moment has passed. */
  public void awaitCommitAfter(long seen, Duration longest) throws InterruptedException {
    synchronized (commits) {
      if (commits.get() == seen) {
        commits.wait(longest.toMillis());
      }
    }
  }

  private void follow() {
    while (!stopped) {
      try (var connection = database.getConnection()) {
        listen(connection);
      } catch (SQLException | StatusUnavailable e) {
        if (!stopped) {
          LOG.warn("event log away, streams are silent until it is back: {}", e.toString());
          pause();
        }
      } catch (RuntimeException e) {
        // The loop that owns the thread: one bad moment must not silence every client for ever.
        LOG.error("event tail failed, goes on", e);
        pause();
      }
    }
  }

  private void listen(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("listen rickyard_status");
    }
    var notified = connection.unwrap(PGConnection.class);
    while (!stopped) {
      tail.advance();
      synchronized (commits) {
        commits.incrementAndGet();
        commits.notifyAll();
      }
      notified.getNotifications(LOOK_MILLIS);
    }
  }

  private void upkeep() {
    long nextKeepAlive = System.nanoTime() + KEEP_ALIVE.toNanos();
    while (!stopped) {
      try {
        Thread.sleep(RIGHTS);
        tail.reviewRights();
        if (System.nanoTime() - nextKeepAlive > 0) {
          nextKeepAlive = System.nanoTime() + KEEP_ALIVE.toNanos();
          tail.tellPosition();
        }
      } catch (InterruptedException e) {
        return;
      } catch (StatusUnavailable e) {
        LOG.debug("rights not reviewed, the database is away", e);
      } catch (RuntimeException e) {
        // The loop that owns the thread: rights must go on being reviewed.
        LOG.error("rights not reviewed, goes on", e);
      }
    }
  }

  private void pause() {
    try {
      Thread.sleep(BACKOFF);
    } catch (InterruptedException e) {
      stopped = true;
    }
  }

  @PreDestroy
  void stop() throws InterruptedException {
    stopped = true;
    tail.close();
    upkeep.interrupt();
    follower.join(Duration.ofSeconds(3));
  }
}
