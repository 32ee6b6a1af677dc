package io.rickyard.worker.engine;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.task.TaskQueue;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.worker.task.Standing;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What one commit has to write.
 *
 * @param reports what attempts have to tell
 * @param heard ends that their handlers have heard of, with the lane to let go of, or empty
 * @param filled queues from which there may be something to claim
 * @param due whether something may be due
 * @param cancels whether somebody may have to stop
 */
record Work(
    List<Report> reports,
    Map<TaskId, String> heard,
    Set<TaskQueue> filled,
    boolean due,
    boolean cancels) {

  /**
   * What one attempt has to tell, with the messages that tell it.
   *
   * @param execution the attempt
   * @param told what it told
   * @param standing how far the task is after it
   * @param messages what goes to the topics
   * @param holdsLane whether its lane stays held after the end
   */
  record Report(
      Execution execution,
      Told told,
      Standing standing,
      List<OutgoingMessage> messages,
      boolean holdsLane) {

    TaskId id() {
      return execution.run().taskId();
    }
  }

  boolean isEmpty() {
    return reports.isEmpty() && heard.isEmpty() && filled.isEmpty() && !due && !cancels;
  }
}
