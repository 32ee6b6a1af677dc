package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.async.ResultCallback;
import com.github.dockerjava.api.model.Event;
import java.io.Closeable;
import java.io.IOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One connection over which an engine tells its events, from its start to its end. */
final class EventStream implements ResultCallback<Event> {

  private static final Logger LOG = LoggerFactory.getLogger(EventStream.class);

  private final Consumer<Event> heard;
  private final CompletableFuture<Closeable> started = new CompletableFuture<>();
  private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

  EventStream(Consumer<Event> heard) {
    this.heard = heard;
  }

  @Override
  public void onStart(Closeable stream) {
    started.complete(stream);
  }

  @Override
  public void onNext(Event event) {
    heard.accept(event);
  }

  /** A stream that breaks off is opened again, so this is nobody's business. */
  @Override
  public void onError(Throwable broken) {
    LOG.debug("a stream of events broke off: {}", broken.toString());
    started.completeExceptionally(broken);
    ended.complete(false);
  }

  @Override
  public void onComplete() {
    ended.complete(true);
  }

  /** Returns when the engine tells; fails when it does not. */
  void awaitStart() throws InterruptedException {
    try {
      started.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new EngineUnavailable("There is no stream of events", true, e.getCause());
    }
  }

  /** Returns when nothing more is told. */
  void awaitEnd() throws InterruptedException {
    try {
      ended.get();
    } catch (ExecutionException e) {
      throw new IllegalStateException("It never ends this way", e);
    }
  }

  @Override
  public void close() throws IOException {
    ended.complete(true);
    if (started.isDone() && !started.isCompletedExceptionally()) {
      started.resultNow().close();
    }
  }
}
