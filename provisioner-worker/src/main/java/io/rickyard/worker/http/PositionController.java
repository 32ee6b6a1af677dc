package io.rickyard.worker.http;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.TaskId;
import io.rickyard.persistence.Transactions;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.engine.EngineSettings;
import io.rickyard.worker.membership.Memberships;
import io.rickyard.worker.queue.PositionSight;
import java.util.Optional;

/** What a task waits for, for the members of its organization. */
@Controller("/tasks")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
final class PositionController {

  private final PositionSight sight;
  private final Memberships memberships;

  PositionController(Transactions transactions, Memberships memberships, EngineSettings settings) {
    this.sight = new PositionSight(transactions, settings.lease());
    this.memberships = memberships;
  }

  @Get("/{id}/position")
  PositionForm position(Authentication authentication, String id) {
    String subject = Caller.of(authentication).subject();
    return task(id)
        .flatMap(task ->
            sight
                .find(task)
                .filter(seen -> memberships.role(seen.organization(), subject).isPresent())
                .map(seen -> PositionForm.of(task, seen.waitsFor())))
        .orElseThrow(() ->
            new RequestRefused(ErrorCode.NOT_FOUND, "There is no such task, or it has ended"));
  }

  /** What is no id is no task's. */
  private static Optional<TaskId> task(String id) {
    try {
      return Optional.of(TaskId.parse(id));
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }
}
