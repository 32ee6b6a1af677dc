package io.rickyard.gateway.acceptance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.contracts.task.TaskType;
import io.rickyard.contracts.task.TaskTypes;
import io.rickyard.contracts.task.TypeAnnouncement;
import io.rickyard.contracts.task.TypeTerms;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * Refuses tasks that no worker could run. What is known of an extension's input is checked here;
 * the rest its class says when the task runs.
 */
@Singleton
public final class KnownTypes {

  private static final Duration SOON = Duration.ofSeconds(1);

  private final TaskTypes types;

  KnownTypes(TaskTypes types) {
    this.types = types;
  }

  /** What holds for the tasks of a type. */
  public TypeTerms terms(TaskType type) {
    return types.terms(type).orElseThrow(() -> unknown(type));
  }

  /** The input of an extension's type, out of what a caller wrote. */
  public TaskInput.Extension input(ExtensionType type, ObjectNode written) {
    TypeAnnouncement announced = types.announcement(type).orElseThrow(() -> unknown(type));
    announced
        .unknownField(written)
        .ifPresent(name -> {
          throw new RequestRefused(
              ErrorCode.UNKNOWN_FIELD, "The field input." + name + " is not known");
        });
    announced
        .complaint(written)
        .ifPresent(complaint -> {
          throw new RequestRefused(ErrorCode.INVALID_REQUEST, "input: " + complaint);
        });
    return new TaskInput.Extension(type, written);
  }

  private RequestRefused unknown(TaskType type) {
    return types.isComplete()
        ? new RequestRefused(
            ErrorCode.INVALID_REQUEST,
            "type: '%s' is none of %s".formatted(type.wireName(), types.names()))
        : new RequestRefused(
            ErrorCode.BUSY, "What workers can run is still being read: try again", SOON);
  }
}
