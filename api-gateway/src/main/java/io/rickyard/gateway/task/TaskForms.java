package io.rickyard.gateway.task;

import io.micronaut.context.annotation.Value;
import io.rickyard.contracts.task.BuiltInType;
import io.rickyard.contracts.task.ExtensionType;
import io.rickyard.gateway.acceptance.KnownTypes;
import io.rickyard.gateway.acceptance.Submission;
import jakarta.inject.Singleton;
import java.util.Map;

/** Makes submissions of what callers write. */
@Singleton
final class TaskForms {

  private final KnownTypes known;
  private final String usualRegion;

  TaskForms(
      KnownTypes known,
      @Value("${rickyard.projects.default-region:eu-central-1}") String usualRegion) {
    this.known = known;
    this.usualRegion = usualRegion;
  }

  /** Reads it; throws {@link IllegalArgumentException} saying what does not fit. */
  Submission read(NewTask task) {
    var form =
        switch (task.type()) {
          case BuiltInType.TASKS_CANCEL, BuiltInType.TASKS_RETRY ->
              throw new IllegalArgumentException(
                  task.type().wireName()
                      + " is begun by a filter: see POST /v1/tasks/cancel and retry");
          case BuiltInType.LOCK_HOLD ->
              throw new IllegalArgumentException("A lock is taken by POST /v1/locks");
          case BuiltInType builtIn -> InputForm.of(builtIn, task.input(), usualRegion);
          case ExtensionType extension ->
              new InputForm(known.input(extension, InputForm.own(task.input())), null);
        };
    return new Submission(
        form.input(),
        known.terms(task.type()),
        task.organization(),
        task.project(),
        task.labels() == null ? Map.of() : task.labels(),
        task.queue(),
        task.runAt(),
        task.retryOf(),
        task.options(),
        form.databasePassword());
  }
}
