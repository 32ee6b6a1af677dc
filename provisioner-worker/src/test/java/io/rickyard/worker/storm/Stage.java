package io.rickyard.worker.storm;

import io.rickyard.contracts.TaskId;
import io.rickyard.worker.task.TaskEnd;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** What the handlers of all workers share: what each task does, and where that is seen. */
final class Stage {

  private final Map<TaskId, TaskPlan> plans = new ConcurrentHashMap<>();
  private final Map<Integer, Integer> failuresLeft = new ConcurrentHashMap<>();
  private final Map<Integer, List<TaskEnd>> heard = new ConcurrentHashMap<>();
  private final Gates gates = new Gates();
  private final Resources resources = new Resources();

  Stage(Storm storm) {
    for (TaskPlan task : storm.tasks()) {
      plans.put(task.id(), task);
      failuresLeft.put(task.number(), task.script().failures());
    }
  }

  TaskPlan plan(TaskId id) {
    TaskPlan plan = plans.get(id);
    if (plan == null) {
      throw new IllegalStateException("Nobody asked for task " + id);
    }
    return plan;
  }

  /** Whether this attempt is one of those that fail. */
  boolean failsNow(TaskPlan task) {
    return failuresLeft.merge(task.number(), -1, (left, less) -> left + less) >= 0;
  }

  /** A handler heard how a task ended. */
  void heard(TaskId id, TaskEnd end) {
    heard.computeIfAbsent(plan(id).number(), _ -> new ArrayList<>()).add(end);
  }

  /** What handlers heard of a task's end. */
  List<TaskEnd> heard(TaskPlan task) {
    return heard.getOrDefault(task.number(), List.of());
  }

  Gates gates() {
    return gates;
  }

  Resources resources() {
    return resources;
  }
}
