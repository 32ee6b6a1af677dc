package io.rickyard.bridge.tasklog;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.bridge.stream.Frame;
import io.rickyard.bridge.stream.Mailbox;
import io.rickyard.testing.Eventually;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LogStreamTest {

  private static final UUID TASK = UUID.randomUUID();

  private final Logs logs = new Logs();
  private final NewLines newLines = new NewLines();
  private final List<Frame> taken = new CopyOnWriteArrayList<>();
  private final Mailbox mailbox =
      new Mailbox(
          new Mailbox.Outlet() {
            @Override
            public void deliver(Frame frame) {
              taken.add(frame);
            }

            @Override
            public void end() {
              taken.add(Frame.end("nothing more"));
            }
          },
          Runnable::run);

  @Test
  void taskThatEndedLongAgoIsToldWholeAtOnce() {
    // given
    logs.lines = 1_200;
    logs.state = new TaskLogs.State("succeeded", true, true);
    mailbox.request(10_000);

    // when
    stream(1_198).run();

    // then
    assertThat(taken)
        .containsExactly(
            Frame.position("1198"),
            Frame.line(1_199, "{}"),
            Frame.line(1_200, "{}"),
            Frame.end("succeeded"),
            Frame.end("nothing more"));
  }

  @Test
  void lineThatComesAfterTheEndWasSeenIsToldBeforeIt() {
    // given
    logs.state = new TaskLogs.State("failed", true, false);
    mailbox.request(10_000);
    var _ = Thread.ofVirtual().start(stream(0)::run);
    Eventually.until(() -> logs.asked.get() > 0);

    // when
    logs.lines = 1;
    newLines.announced(TASK.toString());

    // then
    Eventually.until(() -> taken.size() == 4);
    assertThat(taken).extracting(Frame::name).containsExactly("position", "line", "end", "end");
  }

  @Test
  void readsNoFurtherThanTheClientTakes() {
    // given
    logs.lines = 5_000;
    mailbox.request(1);

    // when
    var thread = Thread.ofVirtual().start(stream(0)::run);

    // then
    Eventually.until(() -> logs.asked.get() == 1 && !mailbox.idle());
    mailbox.request(400);
    assertThat(logs.asked.get()).isEqualTo(1);
    mailbox.request(100);
    Eventually.until(() -> logs.asked.get() == 2);
    mailbox.cancel();
    Eventually.until(() -> !thread.isAlive());
  }

  @Test
  void whoMayNotSeeTheTaskAnyMoreIsToldNothing() {
    // given
    logs.lines = 10;
    logs.state = null;
    mailbox.request(10_000);

    // when
    stream(0).run();

    // then
    assertThat(taken).containsExactly(Frame.position("0"), Frame.end("nothing more"));
  }

  @Test
  void endsWhenTheInstanceStops() {
    // given
    mailbox.request(10_000);
    var thread = Thread.ofVirtual().start(stream(0)::run);
    Eventually.until(() -> logs.asked.get() > 0);

    // when
    newLines.close();

    // then
    Eventually.until(() -> !thread.isAlive());
    assertThat(taken).last().isEqualTo(Frame.end("nothing more"));
  }

  private LogStream stream(long after) {
    return new LogStream(logs, newLines, TASK, "anna", mailbox, after, Duration.ZERO);
  }

  /** A log of so many lines; at most 500 are read at once. */
  private static final class Logs implements TaskLogs {

    private volatile long lines;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile @Nullable State state = new State("running", false, false);

    @Override
    public Optional<State> state(UUID task, String userId) {
      asked.incrementAndGet();
      return Optional.ofNullable(state);
    }

    @Override
    public List<Line> after(UUID task, long number) {
      return LongStream.rangeClosed(number + 1, Math.min(lines, number + 500))
          .mapToObj(i -> new Line(i, "{}"))
          .toList();
    }
  }
}
