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
public final class JobOutput {

  /** The longest line, in bytes. */
  static final int LONGEST_LINE = 4_096;

  private static final Logger LOG = LoggerFactory.getLogger(JobOutput.class);
  private static final int WAITING = 256;
  private static final int CHUNK = 8_192;

  private final BlockingQueue<Line> lines = new ArrayBlockingQueue<>(WAITING);
  private final Stream ordinary = new Stream(LogLevel.INFO);
  private final Stream errors = new Stream(LogLevel.WARN);
  private volatile boolean complete;
  private volatile boolean dropped;

  /** A line and where it was written. */
  public record Line(LogLevel level, String text) {}

  /** Reads a process's streams until they end. */
  static JobOutput of(Process process) {
    var output = new JobOutput();
    var open = new AtomicInteger(2);
    Thread.ofVirtual().start(() -> output.read(process.getInputStream(), output.ordinary, open));
    Thread.ofVirtual().start(() -> output.read(process.getErrorStream(), output.errors, open));
    return output;
  }

  /** Standard output, as it comes; by one thread at a time. */
  public void ordinary(byte[] bytes) throws InterruptedException {
    ordinary.add(bytes, bytes.length);
  }

  /** Standard error, as it comes; by one thread at a time. */
  public void errors(byte[] bytes) throws InterruptedException {
    errors.add(bytes, bytes.length);
  }

  /** Nothing more will come. */
  public void end() throws InterruptedException {
    ordinary.end();
    errors.end();
    complete = true;
  }

  /** Nothing more will come, and what is under way does not matter. */
  public void breakOff() {
    complete = true;
  }

  /** The next line, if one comes within a while. */
  public Optional<Line> next(long millis) throws InterruptedException {
    return Optional.ofNullable(lines.poll(millis, TimeUnit.MILLISECONDS));
  }

  /** Whether no more lines will come. */
  public boolean ended() {
    return complete && lines.isEmpty();
  }

  /** Nobody takes lines any more; what is written from now on is lost. */
  public void drop() {
    dropped = true;
    lines.clear();
  }

  private void read(InputStream from, Stream to, AtomicInteger open) {
    try (from) {
      var buffer = new byte[CHUNK];
      for (int read = from.read(buffer); read >= 0; read = from.read(buffer)) {
        to.add(buffer, read);
      }
      to.end();
    } catch (IOException e) {
      LOG.debug("event=output_broke reason=\"{}\"", e.getMessage());
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      if (open.decrementAndGet() == 0) {
        complete = true;
      }
    }
  }

  /** One of the two streams, cut into lines. */
  private final class Stream {

    private final LogLevel level;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Stream(LogLevel level) {
      this.level = level;
    }

    void add(byte[] bytes, int count) throws InterruptedException {
      for (int i = 0; i < count; i++) {
        if (bytes[i] == '\n') {
          put();
        } else {
          line.write(bytes[i]);
          if (line.size() == LONGEST_LINE) {
            put();
          }
        }
      }
    }

    void end() throws InterruptedException {
      if (line.size() > 0) {
        put();
      }
    }

    private void put() throws InterruptedException {
      var text = line.toString(UTF_8);
      line.reset();
      boolean taken = false;
      while (!taken && !dropped) {
        taken = lines.offer(new Line(level, text), 1, TimeUnit.SECONDS);
      }
    }
  }
}
