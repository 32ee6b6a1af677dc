package io.rickyard.bridge.tasklog;

import io.rickyard.bridge.stream.Frame;
import io.rickyard.bridge.stream.Mailbox;
import io.rickyard.bridge.stream.StatusUnavailable;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one task's log for one client, on a thread of its own.
 *
 * <ol>
 *   <li>Lines are read as fast as the client takes them, not faster.
 *   <li>Before lines are told it is looked whether the client may still see the task.
 *   <li>A task that was accepted may not be projected yet: it is waited for.
 *   <li>Lines and the task's end come over different topics, so the end is told only after the log
 *       has been still for a moment since.
 * </ol>
 */
public final class LogStream {

  private static final Logger LOG = LoggerFactory.getLogger(LogStream.class);
  private static final Duration STILL = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration APPEARS = Duration.ofMillis(100);
  private static final Duration KEEP_ALIVE = Duration.ofSeconds(15);

  private final TaskLogs logs;
  private final NewLines newLines;
  private final UUID task;
  private final String user;
  private final Mailbox mailbox;
  private final Duration patience;
  private final long begun = System.nanoTime();
  private boolean seen;
  private long number;
  private long told = System.nanoTime();

  /** Since when the task is known to have ended without another line. */
  private @Nullable Long endSeen;

  /**
   * A stream into this mailbox.
   *
   * @param after the number of the last line that the client has
   * @param patience how long to wait for the task to be known
   */
  public LogStream(
      TaskLogs logs,
      NewLines newLines,
      UUID task,
      String user,
      Mailbox mailbox,
      long after,
      Duration patience) {
    this.patience = patience;
    this.logs = logs;
    this.newLines = newLines;
    this.task = task;
    this.user = user;
    this.mailbox = mailbox;
    this.number = after;
  }

  /** Follows until the task has ended, the client is gone, or nothing can be read. */
  public void run() {
    try (var waiting = newLines.of(task)) {
      tellPosition(); // the client sees at once that it is connected
      while (!mailbox.ended() && !waiting.closed() && step(waiting)) {
        mailbox.awaitIdle();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (StatusUnavailable e) {
      LOG.warn("event=log_not_read task={} follows=\"its reader comes again\"", task, e);
    }
    mailbox.end();
  }

  private boolean step(NewLines.Waiting waiting) throws InterruptedException {
    List<TaskLogs.Line> lines = logs.after(task, number);
    Optional<TaskLogs.State> state = logs.state(task, user); // after: what was read may be told
    if (state.isEmpty()) {
      return awaited(waiting);
    }
    seen = true;
    if (!lines.isEmpty()) {
      tell(lines);
    } else if (isOver(state.get())) {
      mailbox.offer(Frame.end(state.get().name()));
      return false;
    } else {
      if (since(told, KEEP_ALIVE)) {
        tellPosition();
      }
      waiting.await(LOOK);
    }
    return true;
  }

  /** An accepted task is there soon; one that was seen before may not be seen any more. */
  private boolean awaited(NewLines.Waiting waiting) throws InterruptedException {
    if (seen || since(begun, patience)) {
      return false;
    }
    waiting.await(APPEARS);
    return true;
  }

  private boolean isOver(TaskLogs.State state) {
    if (state.ended() && endSeen == null) {
      endSeen = System.nanoTime();
    }
    Long since = endSeen;
    return state.settled() || (since != null && since(since, STILL));
  }

  private void tell(List<TaskLogs.Line> lines) {
    for (TaskLogs.Line line : lines) {
      mailbox.offer(Frame.line(line.number(), line.json()));
    }
    number = lines.getLast().number();
    told = System.nanoTime();
    endSeen = null;
  }

  private void tellPosition() {
    mailbox.offer(Frame.position(Long.toString(number)));
    told = System.nanoTime();
  }

  private static boolean since(long begun, Duration length) {
    return System.nanoTime() - begun > length.toNanos();
  }
}
