package io.rickyard.worker.stack;

import org.jspecify.annotations.Nullable;

/**
 * The lines one service wrote, the oldest first, read as they are taken: whoever takes no more
 * holds nothing up but the reading. Close it.
 */
public interface LogFeed extends AutoCloseable {

  /** The next line; null when there is none any more. */
  @Nullable LogLine next() throws RuntimeUnavailable, InterruptedException;

  @Override
  void close();
}
