package io.rickyard.contracts.task;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.MessageBody;
import io.rickyard.contracts.TaskId;
import java.util.List;

/**
 * The events of one commit to one task. Each event raises the version by one, so the first one's
 * version is the envelope's less the count plus one.
 *
 * @param taskId whose events they are
 * @param events in the order in which they happened, at least one
 */
public record TaskEvents(TaskId taskId, List<TaskEvent> events) implements MessageBody {
  /** Checks that nothing required is missing. */
  public TaskEvents {
    requireNonNull(taskId, "task_id");
    events = List.copyOf(events);
    if (events.isEmpty()) {
      throw new IllegalArgumentException("A message holds at least one event");
    }
  }

  @Override
  public String messageType() {
    return "task.events";
  }
}
