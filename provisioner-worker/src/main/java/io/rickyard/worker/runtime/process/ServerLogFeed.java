package io.rickyard.worker.runtime.process;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rickyard.postgres.ServerLog;
import io.rickyard.worker.runtime.DatabaseHealth;
import io.rickyard.worker.stack.LogFeed;
import io.rickyard.worker.stack.LogLine;
import io.rickyard.worker.stack.LogRange;
import io.rickyard.worker.stack.RuntimeUnavailable;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.Channels;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What a PostgreSQL server wrote, from its file. A line that tells no time of its own goes with the
 * one before it; what was written before the first time is left out. Only the end of a long file is
 * read.
 */
final class ServerLogFeed implements LogFeed {

  private static final Logger LOG = LoggerFactory.getLogger(ServerLogFeed.class);

  /** As much as the engine keeps of a container's log. */
  private static final long READ = 30L << 20;

  private static final long BYTES_PER_LINE = LogLine.LONGEST;
  private static final int TIME_LENGTH = 23;
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss.SSS");

  private final @Nullable BufferedReader reader;
  private final Instant since;
  private @Nullable Instant at;

  ServerLogFeed(Path directory, LogRange range) {
    var last = range.last();
    this.since = range.since();
    this.reader =
        ServerLog.open(directory, last == null ? READ : Math.min(READ, last * BYTES_PER_LINE))
            .map(file ->
                new BufferedReader(new InputStreamReader(Channels.newInputStream(file), UTF_8)))
            .orElse(null);
  }

  @Override
  public @Nullable LogLine next() throws RuntimeUnavailable {
    if (reader == null) {
      return null;
    }
    try {
      for (var line = reader.readLine(); line != null; line = reader.readLine()) {
        readTime(line);
        if (at != null && !at.isBefore(since)) {
          return new LogLine(at, DatabaseHealth.SERVER, line);
        }
      }
      return null;
    } catch (IOException e) {
      throw new RuntimeUnavailable("A server's log can't be read: " + e.getMessage(), e);
    }
  }

  private void readTime(String line) {
    if (line.length() > TIME_LENGTH && Character.isDigit(line.charAt(0))) {
      try {
        at = LocalDateTime.parse(line.substring(0, TIME_LENGTH), TIME).toInstant(ZoneOffset.UTC);
      } catch (DateTimeParseException _) {
        // It goes with the line before.
      }
    }
  }

  @Override
  public void close() {
    if (reader == null) {
      return;
    }
    try {
      reader.close();
    } catch (IOException e) {
      LOG.debug("a server's log was not closed in good order", e);
    }
  }
}
