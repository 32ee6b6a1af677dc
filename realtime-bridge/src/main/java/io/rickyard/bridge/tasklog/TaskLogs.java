package io.rickyard.bridge.tasklog;

import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** What tasks wrote, and whether they have ended, for those who may see it. */
public interface TaskLogs {

  /**
   * One line.
   *
   * @param number its place, from 1
   * @param json the line as the API shows it
   */
  record Line(long number, String json) {}

  /**
   * Where a task stands.
   *
   * @param name its state's name
   * @param ended whether that is its end
   * @param settled whether it ended so long ago that no line of it is under way any more
   */
  record State(String name, boolean ended, boolean settled) {}

  /** Empty when there is no such task or this user may not know of it. */
  Optional<State> state(UUID task, String userId);

  /** The next lines after a number, in their order; not necessarily all. */
  List<Line> after(UUID task, long number);
}
