package io.rickyard.bridge.stream;

import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the stream needs of the status tables. */
public interface StatusLog {

  /** The newest place in the log. */
  LogPosition head();

  /** The oldest sequence that is still kept. */
  long oldest();

  /** The next changes after a sequence, oldest first, at most so many. */
  List<Change> after(long sequence, int most);

  /** What an interest covers now, and the place in the log it is true for, of one moment. */
  Snapshot snapshot(Interest interest);

  /** The organizations of each of these users. */
  Map<String, Set<String>> organizationsOf(Set<String> userIds);
}
