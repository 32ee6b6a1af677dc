package io.rickyard.worker.engine;

import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskLog;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt has to tell since the last time.
 *
 * @param events in their order
 * @param lines in their order
 * @param outcome what it came to, once it is over
 */
record Told(List<TaskEvent> events, List<TaskLog.Line> lines, @Nullable Outcome outcome) {
  Told {
    events = List.copyOf(events);
    lines = List.copyOf(lines);
  }
}
