package io.rickyard.bridge.http;

import io.rickyard.bridge.jdbc.LogFollower;
import io.rickyard.bridge.jdbc.StatusUnavailable;
import io.rickyard.bridge.jdbc.TaskLogView;
import io.rickyard.bridge.stream.Frame;
import io.rickyard.bridge.stream.Mailbox;
import io.rickyard.contracts.TaskId;
import java.time.Duration;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows one task's log for one client until the task has ended. Lines and the task's end come
 * over different topics, so the end is told only after the log has been still for a moment.
 */
final class LogStream {

  private static final Logger LOG = LoggerFactory.getLogger(LogStream.class);
  private static final Duration STILL = Duration.ofSeconds(1);
  private static final Duration LOOK = Duration.ofMillis(500);

  private final TaskLogView view;
  private final LogFollower follower;
  private final TaskId task;
  private final String user;
  private final Mailbox mailbox;

  LogStream(TaskLogView view, LogFollower follower, TaskId task, String user, Mailbox mailbox) {
    this.view = view;
    this.follower = follower;
    this.task = task;
    this.user = user;
    this.mailbox = mailbox;
  }

  void run(long after) {
    try {
      follow(after);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      mailbox.end();
    } catch (StatusUnavailable e) {
      // The client comes back with the last line it saw.
      LOG.warn("task={} log stream ended: {}", task, e.toString());
      mailbox.end();
    }
  }

  private void follow(long after) throws InterruptedException {
    long number = after;
    long stillSince = System.nanoTime();
    while (!mailbox.ended()) {
      long seen = follower.commits();
      List<TaskLogView.Line> lines = view.after(task.value(), number);
      for (TaskLogView.Line line : lines) {
        mailbox.offer(new Frame("line", Long.toString(line.number()), line.json(), null));
        number = line.number();
      }
      if (!lines.isEmpty()) {
        stillSince = System.nanoTime();
        continue;
      }
      var state = view.state(task.value(), user);
      if (state.isEmpty()) {
        mailbox.end(); // it may not be seen any more
        return;
      }
      if (state.get().ended() && System.nanoTime() - stillSince > STILL.toNanos()) {
        mailbox.offer(new Frame("end", null, "{\"state\":\"" + state.get().state() + "\"}", null));
        mailbox.end();
        return;
      }
      follower.awaitCommitAfter(seen, LOOK);
    }
  }
}
