package io.rickyard.worker.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.micronaut.http.sse.Event;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.worker.log.Cursor;
import io.rickyard.worker.log.LogQuery;
import io.rickyard.worker.log.StackLogs;
import io.rickyard.worker.stack.LogLine;
import io.rickyard.worker.stack.RuntimeUnavailable;
import io.rickyard.worker.stack.StackRecord;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.reactivestreams.Publisher;
import org.reactivestreams.Subscriber;
import org.reactivestreams.Subscription;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The lines of a stack as server-sent events, at the pace at which the connection takes them.
 *
 * <ol>
 *   <li>First the page that was asked for, then what is newer, looked for again and again: seldom
 *       while nothing is written.
 *   <li>Before each look the right to see is asked for anew.
 *   <li>Nothing is read ahead of what the client has taken, beyond one page.
 *   <li>The stream ends by itself after a while, and the client comes again with a newer token and
 *       the place of the last line it had.
 * </ol>
 */
final class LineStream implements Publisher<Event<String>> {

  private static final Logger LOG = LoggerFactory.getLogger(LineStream.class);
  private static final Duration QUICK = Duration.ofMillis(500);
  private static final Duration SLOW = Duration.ofSeconds(2);
  private static final Duration SIGN_OF_LIFE = Duration.ofSeconds(15);
  private static final Duration LONGEST = Duration.ofMinutes(5);

  private final StackLogs logs;
  private final LogQuery query;
  private final Supplier<Optional<StackRecord>> visible;

  /**
   * A stream that begins when somebody listens.
   *
   * @param visible the stack, as long as the reader may see it
   */
  LineStream(StackLogs logs, LogQuery query, Supplier<Optional<StackRecord>> visible) {
    this.logs = logs;
    this.query = query;
    this.visible = visible;
  }

  @Override
  public void subscribe(Subscriber<? super Event<String>> subscriber) {
    new Reader(subscriber).start();
  }

  /** One client's reading, in a thread of its own. */
  private final class Reader implements Subscription {

    private final Subscriber<? super Event<String>> subscriber;
    private final Demand demand = new Demand();
    private final CountDownLatch cancelled = new CountDownLatch(1);
    private final Thread thread = Thread.ofVirtual().name("log-stream").unstarted(this::run);
    private @Nullable Cursor place;
    private @Nullable String trouble;

    /** Long ago: the head of the answer goes out with the first event, also of a silent stack. */
    private long lastSent = System.nanoTime() - SIGN_OF_LIFE.toNanos() - 1;

    Reader(Subscriber<? super Event<String>> subscriber) {
      this.subscriber = subscriber;
    }

    void start() {
      subscriber.onSubscribe(this);
      thread.start();
    }

    @Override
    public void request(long events) {
      demand.add(events);
    }

    @Override
    public void cancel() {
      cancelled.countDown();
      thread.interrupt();
    }

    private void run() {
      var ends = System.nanoTime() + LONGEST.toNanos();
      var pause = Duration.ZERO;
      try {
        while (!cancelled.await(pause.toMillis(), TimeUnit.MILLISECONDS)
            && System.nanoTime() < ends) {
          var stack = visible.get();
          if (stack.isEmpty()) {
            send(Event.of("{}").name("end"));
            break;
          }
          pause = look(stack.get()) ? QUICK : SLOW;
        }
        subscriber.onComplete();
      } catch (InterruptedException _) {
        LOG.debug("a reader of logs left");
      } catch (RuntimeException e) {
        // The end of the thread: whoever reads comes again.
        LOG.warn("event=log_stream_broken follows=\"its reader comes again\"", e);
        subscriber.onComplete();
      }
    }

    /** Whether there was something. */
    private boolean look(StackRecord stack) throws InterruptedException {
      try {
        var known = place;
        var page = known == null ? logs.page(stack, query) : logs.newer(stack, query, known);
        var at = known == null ? query.begin() : known;
        for (var line : page.lines()) {
          at = at == null ? Cursor.START.after(line.at()) : at.after(line.at());
          send(event(line).id(at.toString()));
        }
        place = page.next();
        trouble = null;
        signOfLife(page.next());
        return !page.lines().isEmpty();
      } catch (RuntimeUnavailable | StackLogs.Busy e) {
        tell(String.valueOf(e.getMessage()));
        return false;
      }
    }

    /** Once, for as long as it stays the same. */
    private void tell(String what) throws InterruptedException {
      if (!what.equals(trouble)) {
        trouble = what;
        send(Event.of(json(Map.of("message", what))).name("away"));
      }
    }

    private void signOfLife(Cursor at) throws InterruptedException {
      if (System.nanoTime() - lastSent > SIGN_OF_LIFE.toNanos()) {
        send(Event.of("{}").name("alive").id(at.toString()));
      }
    }

    private void send(Event<String> event) throws InterruptedException {
      demand.take();
      subscriber.onNext(event);
      lastSent = System.nanoTime();
    }
  }

  private static Event<String> event(LogLine line) {
    return Event.of(json(line)).name("line");
  }

  private static String json(Object content) {
    try {
      return ContractJson.mapper().writeValueAsString(content);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A line is written as JSON", e);
    }
  }
}
