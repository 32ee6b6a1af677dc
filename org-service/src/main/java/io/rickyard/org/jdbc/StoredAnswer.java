package io.rickyard.org.jdbc;

import static java.util.Objects.requireNonNullElse;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.stack.ServiceLimits;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.org.acceptance.Acceptance;
import io.rickyard.org.acceptance.OutboxId;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.project.DesiredState;
import io.rickyard.org.project.Project;
import io.rickyard.org.project.Region;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What was promised, as it is kept to be promised again. */
record StoredAnswer(TaskId taskId, OrganizationId organization, @Nullable StoredProject project) {

  record StoredProject(
      ProjectRef ref,
      long number,
      String name,
      String region,
      StackProfile profile,
      @Nullable Map<String, ServiceLimits> limits,
      String desired,
      Generation generation,
      Instant createdAt,
      @Nullable String composeProject,
      @Nullable ProjectRef parent) {}

  static StoredAnswer of(Acceptance acceptance) {
    var project = acceptance.project();
    return new StoredAnswer(
        acceptance.taskId(),
        acceptance.organization(),
        project == null
            ? null
            : new StoredProject(
                project.ref(),
                project.number(),
                project.name().value(),
                project.region().code(),
                project.profile(),
                project.limits(),
                project.desired().wireName(),
                project.generation(),
                project.createdAt(),
                project.composeProject(),
                project.parent()));
  }

  static StoredAnswer parse(String json) {
    try {
      return ContractJson.mapper().readValue(json, StoredAnswer.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored answer cannot be read", e);
    }
  }

  String json() {
    try {
      return ContractJson.mapper().writeValueAsString(this);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("An answer cannot be stored", e);
    }
  }

  /**
   * The same promise again. The command is not handed out twice: if it was not sent, the relay
   * does.
   */
  Acceptance replay(OutboxId outboxId, @Nullable String position) {
    return new Acceptance(
        taskId,
        organization,
        true,
        outboxId,
        project == null ? null : project(project),
        null,
        position);
  }

  private Project project(StoredProject stored) {
    return new Project(
        stored.ref(),
        stored.number(),
        organization,
        new DisplayName(stored.name()),
        new Region(stored.region()),
        stored.profile(),
        requireNonNullElse(stored.limits(), Map.of()),
        DesiredState.named(stored.desired()),
        stored.generation(),
        stored.createdAt(),
        null, // no part of the promise
        stored.composeProject(),
        stored.parent());
  }
}
