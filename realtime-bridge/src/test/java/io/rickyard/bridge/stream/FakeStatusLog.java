package io.rickyard.bridge.stream;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The status tables in memory: each commit is seen whole, each reading sees one moment. */
final class FakeStatusLog implements StatusLog {

  private final List<Change> changes = new ArrayList<>();
  private final Map<String, Set<String>> memberships = new HashMap<>();
  private final Deque<Runnable> afterReadings = new ArrayDeque<>();
  private long epoch = 1;
  private long sequence;
  private long oldest = 1;
  private boolean away;

  /** Writes a task's state into the log. */
  synchronized void commit(String organization, String task, String state) {
    sequence++;
    changes.add(
        new Change(new LogPosition(epoch, sequence), organization, "project", task, "task", state));
  }

  synchronized void member(String user, String organization) {
    memberships.computeIfAbsent(user, _ -> new HashSet<>()).add(organization);
  }

  synchronized void removed(String user, String organization) {
    memberships.computeIfAbsent(user, _ -> new HashSet<>()).remove(organization);
  }

  /** As after a restore: fewer entries, another epoch. */
  synchronized void restored() {
    epoch++;
    changes.clear();
    sequence = 0;
  }

  /** As retention does. */
  synchronized void forgetBefore(long first) {
    oldest = first;
    changes.removeIf(change -> change.position().sequence() < first);
  }

  synchronized void away(boolean isAway) {
    away = isAway;
  }

  /** Does this once, right after the next reading. */
  synchronized void afterNextReading(Runnable action) {
    afterReadings.add(action);
  }

  @Override
  public <T> T read(Function<Moment, T> reading) {
    T result;
    Runnable after;
    synchronized (this) {
      if (away) {
        throw new StatusUnavailable("away", new IllegalStateException("by the test"));
      }
      result = reading.apply(new Now());
      after = next();
    }
    after.run();
    return result;
  }

  private Runnable next() {
    @Nullable Runnable action = afterReadings.poll();
    return action == null ? () -> {} : action;
  }

  private final class Now implements Moment {
    @Override
    public Head head() {
      return new Head(new LogPosition(epoch, sequence), oldest);
    }

    @Override
    public List<Change> after(long last, int most) {
      return changes.stream()
          .filter(change -> change.position().sequence() > last)
          .limit(most)
          .toList();
    }

    @Override
    public String snapshot(Interest interest, Set<String> organizations) {
      Map<String, String> states = new HashMap<>();
      changes.stream()
          .filter(change -> interest.covers(change, organizations))
          .forEach(change -> states.put(change.entity(), change.payload()));
      return states.values().stream().sorted().toList().toString();
    }

    @Override
    public Map<String, Set<String>> organizationsOf(Set<String> userIds) {
      Map<String, Set<String>> found = new HashMap<>();
      userIds.forEach(
          user -> found.put(user, Set.copyOf(memberships.getOrDefault(user, Set.of()))));
      return found;
    }
  }
}
