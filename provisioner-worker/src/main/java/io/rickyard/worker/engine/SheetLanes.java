package io.rickyard.worker.engine;

import io.rickyard.contracts.TaskId;
import io.rickyard.worker.lane.Lane;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The lanes of a sheet: how they stood before, how they stand now, and who is in which of them. */
final class SheetLanes {

  private final Map<String, Lane> before;
  private final Map<String, Lane> now;
  private final Map<TaskId, String> laneOf = new HashMap<>();

  SheetLanes(Map<String, Lane> lanes) {
    this.before = Map.copyOf(lanes);
    this.now = new HashMap<>(lanes);
    lanes.values().forEach(this::index);
  }

  private void index(Lane lane) {
    lane.line().forEach(member -> enter(member.id(), lane.key()));
    lane.early().forEach(member -> enter(member.id(), lane.key()));
    var holder = lane.holder();
    if (holder != null) {
      enter(holder.id(), lane.key());
    }
  }

  /** Notes in which lane a task is from now on. */
  void enter(TaskId id, String key) {
    laneOf.put(id, key);
  }

  /** All of them, as they stand now. */
  Map<String, Lane> all() {
    return now;
  }

  /** A lane as it stands now, empty when there was none. */
  Lane at(String key) {
    return now.getOrDefault(key, Lane.empty(key));
  }

  /** The same as it stood before. */
  Lane before(String key) {
    return before.getOrDefault(key, Lane.empty(key));
  }

  /** The lane that a task is in. */
  @Nullable Lane of(TaskId id) {
    String key = laneOf.get(id);
    return key == null ? null : now.get(key);
  }

  /** A lane stands so now. */
  void put(Lane lane) {
    now.put(lane.key(), lane);
  }

  /** Whether a task waits behind others in its lane. */
  boolean waits(TaskId id) {
    Lane lane = of(id);
    var holder = lane == null ? null : lane.holder();
    return lane != null && (holder == null || !holder.id().equals(id));
  }
}
