package io.rickyard.org.http;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.TaskId;
import io.rickyard.org.acceptance.Acceptance;
import io.rickyard.org.acceptance.SignedCommand;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A promise on the wire; a replay has no message, since the first answer had it. */
record AcceptanceForm(
    TaskId taskId,
    OrganizationId organization,
    boolean replayed,
    String outboxId,
    @Nullable ProjectForm project,
    @Nullable MessageForm message,
    @Nullable String position) {

  /** A signed command on the wire. */
  record MessageForm(String topic, String key, Map<String, String> headers, String value) {
    static MessageForm of(SignedCommand command) {
      return new MessageForm(
          command.topic().topicName(), command.key(), command.headers(), command.value());
    }
  }

  static AcceptanceForm of(Acceptance acceptance) {
    var project = acceptance.project();
    var command = acceptance.command();
    return new AcceptanceForm(
        acceptance.taskId(),
        acceptance.organization(),
        acceptance.replayed(),
        acceptance.outboxId().toString(),
        project == null ? null : ProjectForm.of(project),
        command == null ? null : MessageForm.of(command),
        acceptance.position());
  }
}
