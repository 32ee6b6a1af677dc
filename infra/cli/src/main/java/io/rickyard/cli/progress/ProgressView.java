package io.rickyard.cli.progress;

import io.rickyard.cli.api.Task;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Shows a task that changes. */
sealed interface ProgressView permits DrawnProgress, WrittenProgress {
  /** The task changed. */
  void changed(Task task, Instant now);

  /** Time passed. */
  void tick(Instant now);

  /** The live stream broke, for the given reason, or is back (null). */
  void connection(@Nullable String broken, Instant now);
}
