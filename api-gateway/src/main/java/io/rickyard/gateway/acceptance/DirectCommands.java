package io.rickyard.gateway.acceptance;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.Position;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.contracts.task.TaskCommand;
import io.rickyard.contracts.task.TaskCommand.CancelTask;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.gateway.audit.AcceptedDeeds;
import io.rickyard.gateway.call.Call;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.MessageSigner;
import io.rickyard.messaging.OutgoingMessage;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Commands that change no project's desired state: built and signed here, and promised by the
 * brokers' acknowledgement.
 */
@Singleton
public final class DirectCommands {

  private final RightsCache rights;
  private final MessageSigner signer;
  private final Emission emission;
  private final AcceptedDeeds deeds;

  DirectCommands(RightsCache rights, MessageSigner signer, Emission emission, AcceptedDeeds deeds) {
    this.deeds = deeds;
    this.rights = rights;
    this.signer = signer;
    this.emission = emission;
  }

  Accepted submit(Submission submission, Call call) {
    return submit(TaskId.next(), submission, Map.of(), call);
  }

  /** Submits under an id that was chosen before, with what is sealed to the worker. */
  Accepted submit(TaskId task, Submission submission, Map<String, SealedSecret> sealed, Call call) {
    var organization = allowed(submission, call);
    Instant now = Instant.now();
    Position position =
        emission.binding(message(task, submission, sealed, organization, now, call));
    deeds.accepted("task.submit", task.toString(), organization, submission.project(), call);
    return new Accepted(task, position, false, organization, submission.project(), null, now);
  }

  /** The signed command for a task that the caller may ask for. */
  OutgoingMessage message(
      TaskId task,
      Submission submission,
      Map<String, SealedSecret> sealed,
      OrganizationId organization,
      Instant now,
      Call call) {
    var submit = submission.command(task, sealed, now);
    var envelope = envelope(submit, now, organization, submission.project(), call);
    return signer.sign(MessageCodec.encode(submit.queue().topic(), envelope));
  }

  /**
   * Asks for a task's early end. It goes over the critical topic, so that it waits behind nothing;
   * that it may overtake the submit is foreseen.
   */
  public Position cancel(
      TaskId task,
      OrganizationId organization,
      @Nullable ProjectRef project,
      Reason reason,
      boolean force,
      Call call) {
    rights.require(organization, project, Permission.TASK_CHANGE, call);
    var cancel = new CancelTask(task, reason, force);
    Position position =
        emit(Topic.COMMANDS_CRITICAL, envelope(cancel, Instant.now(), organization, project, call));
    deeds.accepted("task.cancel", task.toString(), organization, project, call);
    return position;
  }

  /** Looks up together what {@link #allowed} would look up one after the other. */
  void lookUp(Stream<Submission> submissions, Call call) {
    rights.learn(
        submissions
            .filter(submission -> submission.project() == null)
            .map(DirectCommands::organization)
            .collect(Collectors.toSet()),
        call);
  }

  /** Whose the task would be; refuses a caller who may not ask for it. */
  OrganizationId allowed(Submission submission, Call call) {
    var organization = allowed(submission, Permission.TASK_CREATE, call);
    return submission.needsAdministrator()
        ? allowed(submission, Permission.QUEUE_CHANGE, call)
        : organization;
  }

  private OrganizationId allowed(Submission submission, Permission permission, Call call) {
    return submission.project() == null
        ? rights.require(organization(submission), permission, call)
        : rights.require(submission.project(), permission, call);
  }

  private static OrganizationId organization(Submission submission) {
    if (submission.organization() == null) {
      throw new IllegalStateException("A submission without a project names its organization");
    }
    return submission.organization();
  }

  private Position emit(Topic topic, Envelope<TaskCommand> envelope) {
    return emission.binding(signer.sign(MessageCodec.encode(topic, envelope)));
  }

  private static Envelope<TaskCommand> envelope(
      TaskCommand command,
      Instant now,
      OrganizationId organization,
      @Nullable ProjectRef project,
      Call call) {
    return new Envelope<>(
        MessageId.next(),
        command.messageType(),
        1,
        command.taskId().toString(),
        Version.NONE,
        now,
        organization,
        project,
        null,
        call.correlationId(),
        null,
        call.identity().caller().actor(),
        call.trace(),
        command);
  }
}
