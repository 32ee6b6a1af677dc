package io.rickyard.worker.runtime.docker;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Frame;
import io.rickyard.worker.stack.LogFeed;
import io.rickyard.worker.stack.LogLine;
import io.rickyard.worker.stack.RuntimeUnavailable;
import java.io.Closeable;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One container's log as the engine sends it. Only some lines lie here: when nobody takes them the
 * connection is not read, and the engine waits.
 */
final class ContainerLogFeed implements ResultCallback<Frame>, LogFeed {

  private static final Logger LOG = LoggerFactory.getLogger(ContainerLogFeed.class);
  private static final int HELD = 64;
  private static final Duration SILENT = Duration.ofSeconds(30);
  private static final long LOOK_UP_MILLIS = 100;

  private final String service;
  private final Instant since;
  private final BlockingQueue<Optional<LogLine>> lines = new ArrayBlockingQueue<>(HELD);
  private final CompletableFuture<Closeable> started = new CompletableFuture<>();
  private volatile boolean closed;
  private volatile @Nullable Throwable broken;
  private boolean ended;

  ContainerLogFeed(String service, Instant since) {
    this.service = service;
    this.since = since;
  }

  @Override
  public void onStart(Closeable stream) {
    started.complete(stream);
  }

  @Override
  public void onNext(Frame frame) {
    line(new String(frame.getPayload(), UTF_8)).ifPresent(line -> put(Optional.of(line)));
  }

  /** A time, a space, and what was written; nothing where that is not so. */
  private Optional<LogLine> line(String written) {
    int space = written.indexOf(' ');
    if (space < 0) {
      return Optional.empty();
    }
    try {
      var at = Instant.parse(written.substring(0, space));
      var text = written.substring(space + 1).stripTrailing();
      return at.isBefore(since)
          ? Optional.empty() // the engine knows whole seconds only
          : Optional.of(new LogLine(at, service, text));
    } catch (DateTimeParseException _) {
      return Optional.empty();
    }
  }

  @Override
  public void onError(Throwable why) {
    broken = why;
    started.completeExceptionally(why);
    put(Optional.empty());
  }

  @Override
  public void onComplete() {
    put(Optional.empty());
  }

  /** Waits for room, as long as somebody may take it. */
  private void put(Optional<LogLine> line) {
    try {
      while (!closed && !lines.offer(line, LOOK_UP_MILLIS, TimeUnit.MILLISECONDS)) {
        // somebody is slow
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /** Returns when the engine sends; called under the engine's guard, which limits the time. */
  void awaitStart() {
    try {
      started.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new EngineUnavailable("There is no log to be read", true, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new EngineUnavailable("The wait for a log was broken off", true, e);
    }
  }

  @Override
  public @Nullable LogLine next() throws RuntimeUnavailable, InterruptedException {
    if (ended) {
      return null;
    }
    var line = lines.poll(SILENT.toSeconds(), TimeUnit.SECONDS);
    if (line == null) {
      throw new RuntimeUnavailable(
          "The engine does not go on with the log of " + service,
          new IOException("silent for " + SILENT));
    }
    if (line.isEmpty()) {
      ended = true;
      var why = broken;
      if (why != null) {
        throw new RuntimeUnavailable("The log of " + service + " broke off", why);
      }
    }
    return line.orElse(null);
  }

  @Override
  public void close() {
    closed = true;
    if (started.isDone() && !started.isCompletedExceptionally()) {
      try {
        started.resultNow().close();
      } catch (IOException e) {
        LOG.debug("log of {} not closed in good order", service, e);
      }
    }
  }
}
