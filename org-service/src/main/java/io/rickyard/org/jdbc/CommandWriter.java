package io.rickyard.org.jdbc;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.task.TaskCommand;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.MessageSigner;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.org.acceptance.Acceptance;
import io.rickyard.org.acceptance.KnownTypes;
import io.rickyard.org.acceptance.OutboxId;
import io.rickyard.org.acceptance.SignedCommand;
import io.rickyard.org.acceptance.WorkOrder;
import io.rickyard.org.project.Project;
import io.rickyard.persistence.Outbox;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Turns accepted work into its signed command and leaves that in the outbox. The gateway, which is
 * given the same bytes, sends it and reports so; the outbox sends what stays unreported, and what
 * nobody else knows of.
 */
final class CommandWriter {

  private static final int SHARD = 0;

  private final Outbox outbox;
  private final MessageSigner signer;
  private final KnownTypes known;

  CommandWriter(Outbox outbox, MessageSigner signer, KnownTypes known) {
    this.outbox = outbox;
    this.signer = signer;
    this.known = known;
  }

  /** Whom a task is for. */
  record Addressee(
      OrganizationId organization, @Nullable ProjectRef project, @Nullable Project changed) {
    static Addressee of(Project changed) {
      return new Addressee(changed.organization(), changed.ref(), changed);
    }
  }

  Acceptance leave(
      Session session, WorkOrder order, TaskInput input, Addressee addressee, Instant at)
      throws SQLException {
    var own = order.ownTask();
    var taskId = own == null ? TaskId.next() : own;
    var message = message(order, taskId, input, addressee, at);
    var outboxId = new OutboxId(keep(session, message, own != null));
    var command =
        new SignedCommand(
            message.topic(),
            message.key(),
            message.headers(),
            Base64.getEncoder().encodeToString(message.value()));
    return new Acceptance(
        taskId, addressee.organization(), false, outboxId, addressee.changed(), command, null);
  }

  private long keep(Session session, OutgoingMessage message, boolean sendHere)
      throws SQLException {
    return sendHere
        ? outbox.send(session.transaction(), SHARD, List.of(message))
        : outbox.leave(session.transaction(), SHARD, List.of(message));
  }

  private OutgoingMessage message(
      WorkOrder order, TaskId taskId, TaskInput input, Addressee addressee, Instant at) {
    var project = addressee.changed();
    var deed = order.deed();
    var terms = order.terms();
    var queue = terms.queueOr(known.terms(input.taskType()).queue());
    var submit =
        new TaskCommand.SubmitTask(
            taskId,
            queue,
            input,
            terms.labels(),
            terms.secrets(),
            terms.runAt(),
            terms.retryOf(),
            terms.options(),
            at);
    var envelope =
        new Envelope<>(
            MessageId.next(),
            submit.messageType(),
            1,
            taskId.toString(),
            Version.NONE,
            at,
            addressee.organization(),
            addressee.project(),
            project == null ? null : project.generation(),
            deed.correlationId(),
            null,
            deed.actor(),
            deed.trace(),
            submit);
    return signer.sign(MessageCodec.encode(queue.topic(), envelope));
  }
}
