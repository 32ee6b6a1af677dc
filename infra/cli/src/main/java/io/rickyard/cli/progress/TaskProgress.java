package io.rickyard.cli.progress;

import io.rickyard.cli.api.ApiFailure;
import io.rickyard.cli.api.EventStream;
import io.rickyard.cli.api.Path;
import io.rickyard.cli.api.RequestRefused;
import io.rickyard.cli.api.RickyardClient;
import io.rickyard.cli.api.Task;
import io.rickyard.cli.terminal.Terminal;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Follows a task to its end and shows it.
 *
 * <ol>
 *   <li>The task is read, with its steps, and shown.
 *   <li>The live stream tells that something changed; the task is read again, so that a merged or
 *       repeated event can't make the display wrong.
 *   <li>Should the stream be silent or broken, the task is read every few seconds.
 * </ol>
 */
public final class TaskProgress {
  private static final Duration TICK = Duration.ofMillis(100);
  private static final Duration SILENCE = Duration.ofSeconds(5);
  private static final Duration APPEARS_WITHIN = Duration.ofSeconds(15);

  private final RickyardClient client;
  private final Terminal terminal;
  private final InstantSource clock;

  /** What the stream's thread tells the drawing one. */
  private sealed interface Signal {
    record Changed() implements Signal {}

    record Broken(String reason) implements Signal {}

    record Connected() implements Signal {}

    record Refused(ApiFailure failure) implements Signal {}
  }

  /** Shows tasks of this installation on this terminal. */
  public TaskProgress(RickyardClient client, Terminal terminal) {
    this(client, terminal, InstantSource.system());
  }

  TaskProgress(RickyardClient client, Terminal terminal, InstantSource clock) {
    this.client = client;
    this.terminal = terminal;
    this.clock = clock;
  }

  /** A task as it stands, as lines for this terminal: a head, and one line for each step. */
  public static List<String> lines(Task task, String title, Terminal terminal, Instant now) {
    return new TaskLines(terminal, title).of(task, now, 0);
  }

  /**
   * Follows a task until it has ended.
   *
   * @param id the task's id
   * @param title what to call it on the screen: "project demo", "stack.pause"
   * @param position the position it was accepted with, so that it is found at once; may be null
   * @return the task as it ended
   * @throws ApiFailure when the installation refuses or can't be reached at first
   * @throws InterruptedException when the thread is interrupted; the task itself goes on
   */
  public Task follow(String id, String title, @Nullable String position)
      throws InterruptedException {
    var view =
        terminal.interactive()
            ? new DrawnProgress(terminal, title)
            : new WrittenProgress(terminal, title);
    var signals = new LinkedBlockingQueue<Signal>();
    var task = awaitVisible(id, position);
    view.changed(task, clock.instant());
    if (task.ended()) {
      return task;
    }
    try (var stream = client.stream(Path.of("/v1/events").query("task", id), null)) {
      Thread.ofVirtual().name("task-events").start(() -> listen(stream, signals));
      return followLive(id, view, signals);
    }
  }

  private Task followLive(String id, ProgressView view, LinkedBlockingQueue<Signal> signals)
      throws InterruptedException {
    var nextRead = clock.instant().plus(SILENCE);
    while (true) {
      var signal = signals.poll(TICK.toMillis(), TimeUnit.MILLISECONDS);
      var now = clock.instant();
      switch (signal) {
        case null -> view.tick(now);
        case Signal.Broken broken -> view.connection(broken.reason(), now);
        case Signal.Connected _ -> view.connection(null, now);
        case Signal.Refused refused -> throw refused.failure();
        case Signal.Changed _ -> nextRead = now;
      }
      signals.removeIf(Signal.Changed.class::isInstance);
      if (!nextRead.isAfter(now)) {
        nextRead = now.plus(SILENCE);
        var task = read(id);
        if (task != null) {
          view.changed(task, clock.instant());
          if (task.ended()) {
            return task;
          }
        }
      }
    }
  }

  private static void listen(EventStream stream, LinkedBlockingQueue<Signal> signals) {
    try (stream) {
      stream.tell(broken ->
          signals.add(broken == null ? new Signal.Connected() : new Signal.Broken(broken)));
      for (var event = stream.next(); event != null; event = stream.next()) {
        if (!event.data().isEmpty()) {
          signals.add(new Signal.Changed());
        }
      }
    } catch (RequestRefused e) {
      signals.add(new Signal.Refused(e));
    } catch (ApiFailure e) {
      signals.add(new Signal.Broken(String.valueOf(e.getMessage())));
    }
  }

  // An accepted task is a promise, but the projection may be a moment behind the promise.
  private Task awaitVisible(String id, @Nullable String position) throws InterruptedException {
    var deadline = clock.instant().plus(APPEARS_WITHIN);
    while (true) {
      try {
        return Task.of(client.get(Path.of("/v1/tasks").segment(id), position));
      } catch (RequestRefused e) {
        if (e.status() != 404 || position == null || clock.instant().isAfter(deadline)) {
          throw e;
        }
      }
      Thread.sleep(TICK);
    }
  }

  // While the installation restarts under our eyes we keep showing what we know.
  private @Nullable Task read(String id) {
    try {
      return Task.of(client.get(Path.of("/v1/tasks").segment(id)));
    } catch (RequestRefused e) {
      if (e.status() < 500) {
        throw e;
      }
      return null;
    } catch (ApiFailure _) {
      return null;
    }
  }
}
