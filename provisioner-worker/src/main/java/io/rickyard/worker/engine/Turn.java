package io.rickyard.worker.engine;

import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.worker.queue.LaterTable.Later;
import io.rickyard.worker.queue.ReadyTable.Ready;
import io.rickyard.worker.task.AcceptedTask;
import io.rickyard.worker.task.Standing;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A task whose turn in its lane has come: it is ready, or waits for its own time.
 *
 * @param task which
 * @param ready its row when it is ready
 * @param later its row when it is not
 * @param message what there is to tell about it
 */
record Turn(
    AcceptedTask task,
    Optional<Ready> ready,
    Optional<Later> later,
    Optional<OutgoingMessage> message) {

  /**
   * Decides.
   *
   * @param version the version of its last event
   */
  static Turn of(AcceptedTask task, long version, Instant now) {
    var runAt = task.submit().runAt();
    if (runAt == null || task.joinsWhenDue()) {
      return new Turn(task, Optional.of(ready(task, version)), Optional.empty(), Optional.empty());
    }
    if (runAt.isAfter(now)) {
      var later = new Later(task.id(), runAt, new Standing(0, 0, 0, version, 0));
      return new Turn(task, Optional.empty(), Optional.of(later), Optional.empty());
    }
    return new Turn(
        task,
        Optional.of(ready(task, version + 1)),
        Optional.empty(),
        Optional.of(told(task, List.of(new TaskEvent.TaskDue(now)), version + 1, now)));
  }

  private static Ready ready(AcceptedTask task, long version) {
    return new Ready(task, new Standing(0, 0, 0, version, 0));
  }

  /** The message that tells events of a task. */
  static OutgoingMessage told(
      AcceptedTask task, List<TaskEvent> events, long version, Instant now) {
    return MessageCodec.encode(Topic.EVENTS, task.telling(events, version, now));
  }
}
