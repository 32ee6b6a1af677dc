package io.rickyard.worker.job;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rickyard.contracts.task.LogLevel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a program writes, line by line as it comes. A program that writes faster than its lines are
 * taken has to wait; a line that is too long becomes several.
 */
final class JobOutput {

  /** The longest line, in bytes. */
  static final int LONGEST_LINE = 4_096;

  private static final Logger LOG = LoggerFactory.getLogger(JobOutput.class);
  private static final int WAITING = 256;
  private static final int STREAMS = 2;

  private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(WAITING);
  private final AtomicInteger ended = new AtomicInteger();
  private volatile boolean dropped;

  /** A line and where it was written. */
  record Line(LogLevel level, String text) {}

  /** Reads a process's streams until they end. */
  static JobOutput of(Process process) {
    var output = new JobOutput();
    Thread.ofVirtual().start(() -> output.read(process.getInputStream(), LogLevel.INFO));
    Thread.ofVirtual().start(() -> output.read(process.getErrorStream(), LogLevel.WARN));
    return output;
  }

  /** The next line, if one comes within a while. */
  Optional<Line> next(long millis) throws InterruptedException {
    return Optional.ofNullable(lines.poll(millis, TimeUnit.MILLISECONDS));
  }

  /** Whether no more lines will come. */
  boolean ended() {
    return ended.get() == STREAMS && lines.isEmpty();
  }

  /** Nobody takes lines any more; what is written from now on is lost. */
  void drop() {
    dropped = true;
    lines.clear();
  }

  private void read(InputStream stream, LogLevel level) {
    try (stream) {
      var line = new ByteArrayOutputStream();
      for (int next = stream.read(); next >= 0; next = stream.read()) {
        if (next == '\n') {
          put(level, line);
        } else {
          line.write(next);
          if (line.size() == LONGEST_LINE) {
            put(level, line);
          }
        }
      }
      if (line.size() > 0) {
        put(level, line);
      }
    } catch (IOException e) {
      LOG.debug("event=output_broke reason=\"{}\"", e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      ended.incrementAndGet();
    }
  }

  private void put(LogLevel level, ByteArrayOutputStream line) throws InterruptedException {
    var text = line.toString(UTF_8);
    line.reset();
    boolean taken = false;
    while (!taken && !dropped) {
      taken = lines.offer(new Line(level, text), 1, TimeUnit.SECONDS);
    }
  }
}
