package io.rickyard.bridge.stream;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** What the stream needs of the status tables. */
public interface StatusLog {

  /**
   * Reads at one moment: all answers within one reading fit together.
   *
   * @throws StatusUnavailable when nothing can be read now
   */
  <T> T read(Function<Moment, T> reading);

  /** The status tables at one moment. */
  interface Moment {

    /** How far the log reaches. */
    Head head();

    /** The next changes after a sequence, oldest first, at most so many. */
    List<Change> after(long sequence, int most);

    /**
     * What an interest covers of these organizations: {@code {"tasks": [...], "more": false,
     * "stacks": [...]}}, where {@code more} says that not all live tasks are told.
     */
    String snapshot(Interest interest, Set<String> organizations);

    /** The organizations of each of these users; a user without any has an empty set. */
    Map<String, Set<String>> organizationsOf(Set<String> userIds);
  }
}
