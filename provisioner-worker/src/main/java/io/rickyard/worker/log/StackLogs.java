package io.rickyard.worker.log;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.worker.stack.LogFeed;
import io.rickyard.worker.stack.LogLine;
import io.rickyard.worker.stack.LogRange;
import io.rickyard.worker.stack.RuntimeUnavailable;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackRuntime;
import io.rickyard.worker.stack.StackSecrets;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.StackVault;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Reads what the services of stacks wrote. A few at a time: each reading holds connections to the
 * engine, and those that look after the stacks must never want for one.
 */
public final class StackLogs {

  private static final int AT_ONCE = 6;
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  /** Of each service; when there are more, all are read. */
  private static final int LATELY = 200;

  private final StackRuntime runtime;
  private final StackVault vault;
  private final Clock clock;
  private final Semaphore readings = new Semaphore(AT_ONCE, true);

  /** Reads from this runtime. */
  public StackLogs(StackRuntime runtime, StackVault vault, Clock clock) {
    this.runtime = runtime;
    this.vault = vault;
    this.clock = clock;
  }

  /** Too many read at the moment. */
  public static final class Busy extends Exception {
    private static final long serialVersionUID = 1L;

    Busy() {
      super("Too many logs are being read at the moment");
    }
  }

  /** A page of lines. */
  public LogPage page(StackRecord stack, LogQuery query)
      throws RuntimeUnavailable, Busy, InterruptedException {
    var begin = query.begin();
    return begin == null
        ? read(
            stack,
            new LogRange(query.services(), Instant.EPOCH, query.limit()),
            // Nothing was written yet: what comes from now on is new.
            new Cursor(clock.instant(), 0),
            merge -> merge.last(query.limit()))
        : after(stack, query, begin, null);
  }

  /** The lines after a place, of which few are expected. */
  public LogPage newer(StackRecord stack, LogQuery query, Cursor place)
      throws RuntimeUnavailable, Busy, InterruptedException {
    var lately = after(stack, query, place, LATELY);
    return lately.lines().size() < LATELY ? lately : after(stack, query, place, null);
  }

  private LogPage after(StackRecord stack, LogQuery query, Cursor place, @Nullable Integer last)
      throws RuntimeUnavailable, Busy, InterruptedException {
    return read(
        stack,
        new LogRange(query.services(), place.at(), last),
        place,
        merge -> merge.after(place, query.limit()));
  }

  /** What is taken of all lines. */
  @FunctionalInterface
  private interface Taking {
    List<LogLine> of(Merge merge) throws RuntimeUnavailable, InterruptedException;
  }

  private LogPage read(StackRecord stack, LogRange range, Cursor otherwise, Taking taking)
      throws RuntimeUnavailable, Busy, InterruptedException {
    var secrets = secrets(stack.project());
    if (!readings.tryAcquire(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new Busy();
    }
    try {
      var lines = lines(StackSpec.of(stack, secrets), range, taking);
      return page(lines, otherwise, new Redaction(secrets));
    } finally {
      readings.release();
    }
  }

  private StackSecrets secrets(ProjectRef project) throws RuntimeUnavailable {
    return vault
        .open(project)
        .orElseThrow(() ->
            new RuntimeUnavailable(
                "The secrets of the project are gone, so nothing can be taken out of its logs",
                new IllegalStateException("no secrets of " + project)));
  }

  private List<LogLine> lines(StackSpec spec, LogRange range, Taking taking)
      throws RuntimeUnavailable, InterruptedException {
    var feeds = runtime.logs(spec, range);
    try {
      return taking.of(Merge.of(feeds));
    } finally {
      feeds.forEach(LogFeed::close);
    }
  }

  private static LogPage page(List<LogLine> lines, Cursor otherwise, Redaction redaction) {
    var next = lines.isEmpty() ? otherwise : start(lines, otherwise);
    for (var line : lines) {
      next = next.after(line.at());
    }
    return new LogPage(
        lines.stream().map(line -> line.saying(redaction.of(line.text()))).toList(), next);
  }

  /** A page of the last lines begins where they do. */
  private static Cursor start(List<LogLine> lines, Cursor otherwise) {
    return otherwise.at().isAfter(lines.getFirst().at()) ? Cursor.START : otherwise;
  }
}
