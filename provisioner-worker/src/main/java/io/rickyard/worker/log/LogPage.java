package io.rickyard.worker.log;

import io.rickyard.worker.stack.LogLine;
import java.util.List;

/**
 * Lines, and where to go on, also for lines that are still to be written.
 *
 * @param lines in their order in time
 * @param next the place after the last of them
 */
public record LogPage(List<LogLine> lines, Cursor next) {
  /** Copies the lines. */
  public LogPage {
    lines = List.copyOf(lines);
  }
}
