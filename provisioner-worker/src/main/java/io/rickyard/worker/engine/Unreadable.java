package io.rickyard.worker.engine;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.contracts.task.TaskEvents;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A command to submit a task whose body could not be used; what is known of it stood in its
 * headers.
 *
 * @param id the task that was asked for
 * @param organization whose it is
 * @param project the project it is about
 * @param generation the desired state it was to bring about
 * @param correlationId what the request set in motion
 */
public record Unreadable(
    TaskId id,
    OrganizationId organization,
    @Nullable ProjectRef project,
    @Nullable Generation generation,
    CorrelationId correlationId) {
  /** Checks that nothing required is missing. */
  public Unreadable {
    requireNonNull(id, "id");
    requireNonNull(organization, "organization");
    requireNonNull(correlationId, "correlationId");
  }

  /** The message that tells its only event. */
  Envelope<TaskEvents> failing(Instant now) {
    return new Envelope<>(
        MessageId.next(),
        "task.events",
        1,
        id.toString(),
        Version.NONE.next(),
        now,
        organization,
        project,
        generation,
        correlationId,
        null,
        Actor.system("provisioner-worker"),
        null,
        new TaskEvents(id, List.of(new TaskEvent.TaskFailed(now, Errors.UNREADABLE))));
  }
}
