package io.rickyard.bridge.jdbc;

import io.micronaut.context.annotation.Context;
import io.rickyard.bridge.stream.EventTail;
import io.rickyard.bridge.stream.OpenStreams;
import io.rickyard.bridge.stream.StatusUnavailable;
import io.rickyard.bridge.tasklog.NewLines;
import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Drives the tail and the logs: one connection that is told of each commit of the projector, and a
 * look by itself now and then in case that was lost. While the database is away, streams are silent
 * and go on afterwards.
 */
@Context
final class LogFollower {

  private static final Logger LOG = LoggerFactory.getLogger(LogFollower.class);

  private static final int LOOK_MILLIS = 400;
  private static final Duration RIGHTS = Duration.ofMillis(400);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);
  private static final Duration BACKOFF = Duration.ofMillis(500);
  private static final Duration LAST_LOOK = Duration.ofSeconds(1);
  private static final String LINES = "rickyard_log";

  private final DataSource database;
  private final EventTail tail;
  private final NewLines lines;
  private final OpenStreams streams;
  private final CountDownLatch stopping = new CountDownLatch(1);
  private final Thread follower;
  private final Thread upkeep;

  /** Only the follower's. */
  private boolean away;

  LogFollower(DataSource database, EventTail tail, NewLines lines, OpenStreams streams) {
    this.database = database;
    this.tail = tail;
    this.lines = lines;
    this.streams = streams;
    this.follower = Thread.ofPlatform().name("event-tail").daemon().start(this::follow);
    this.upkeep = Thread.ofVirtual().name("stream-upkeep").start(this::upkeep);
  }

  private void follow() {
    while (!stopped(Duration.ZERO)) {
      try (var connection = database.getConnection()) {
        listen(connection);
      } catch (SQLException | StatusUnavailable e) {
        interrupted(e);
      } catch (RuntimeException e) {
        // The loop that owns the thread: one bad moment must not silence every client for ever.
        LOG.error("event=tail_failed follows=\"streams are silent, it tries again\"", e);
      }
      if (stopped(BACKOFF)) {
        return;
      }
    }
  }

  /** Once for each time the database is away, however often it is tried. */
  private void interrupted(Exception cause) {
    if (!away && stopping.getCount() > 0) {
      away = true;
      LOG.warn("event=tail_interrupted follows=\"streams are silent, it tries again\"", cause);
    }
  }

  private void back() {
    if (away) {
      away = false;
      LOG.info("event=tail_goes_on follows=\"streams get what they missed\"");
    }
  }

  private void listen(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("listen rickyard_status");
      statement.execute("listen " + LINES);
    }
    try {
      follow(connection.unwrap(PGConnection.class));
    } finally {
      if (!connection.isClosed()) {
        unlisten(connection);
      }
    }
  }

  /** The connection goes back to the pool, where nobody would take what it is told. */
  private static void unlisten(Connection connection) throws SQLException {
    try (var statement = connection.createStatement()) {
      statement.execute("unlisten *");
    }
  }

  private void follow(PGConnection connection) throws SQLException {
    lines.any(); // what was announced while nobody listened
    tail.advance();
    back();
    while (!stopped(Duration.ZERO)) {
      PGNotification @Nullable [] told = connection.getNotifications(LOOK_MILLIS);
      boolean advance = told == null || told.length == 0;
      if (told != null) {
        for (PGNotification notification : told) {
          if (notification.getName().equals(LINES)) {
            lines.announced(notification.getParameter());
          } else {
            advance = true;
          }
        }
      }
      if (advance) {
        tail.advance();
      }
    }
  }

  private void upkeep() {
    long keptAlive = System.nanoTime();
    while (!stopped(RIGHTS)) {
      try {
        tail.reviewRights();
        if (System.nanoTime() - keptAlive > KEEP_ALIVE.toNanos()) {
          keptAlive = System.nanoTime();
          tail.tellPosition();
          streams.forgetEnded();
        }
      } catch (StatusUnavailable e) {
        LOG.debug("event=rights_not_reviewed follows=\"nothing is told either, tried again\"", e);
      } catch (RuntimeException e) {
        // The loop that owns the thread: rights must go on being reviewed.
        LOG.error("event=rights_review_failed follows=\"tried again\"", e);
      }
    }
  }

  private boolean stopped(Duration within) {
    try {
      return stopping.await(within.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  @PreDestroy
  void stop() throws InterruptedException {
    stopping.countDown();
    tail.close();
    lines.close();
    follower.join(LAST_LOOK);
    upkeep.join(LAST_LOOK);
  }
}
