package io.rickyard.worker.http;

import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.persistence.Transactions;
import io.rickyard.service.identity.Administrators;
import io.rickyard.service.identity.Caller;
import io.rickyard.worker.engine.EngineSettings;
import io.rickyard.worker.http.QueueForms.Queues;
import io.rickyard.worker.http.QueueForms.Workers;
import io.rickyard.worker.membership.Memberships;
import io.rickyard.worker.queue.FlowSight;
import java.time.Clock;

/**
 * How queues and workers stand. Administrators of the installation see all; members what their own
 * organizations have waiting.
 */
@Controller
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
final class QueueController {

  private final FlowSight sight;
  private final Memberships memberships;
  private final Administrators administrators;
  private final EngineSettings settings;
  private final Clock clock;

  QueueController(
      Transactions transactions,
      Memberships memberships,
      Administrators administrators,
      EngineSettings settings,
      Clock clock) {
    this.sight = new FlowSight(transactions);
    this.memberships = memberships;
    this.administrators = administrators;
    this.settings = settings;
    this.clock = clock;
  }

  @Get("/queues")
  Queues queues(Authentication authentication) {
    var caller = Caller.of(authentication);
    return Queues.of(
        sight.look(),
        organization -> memberships.role(organization, caller.subject()).isPresent(),
        administrators.include(caller));
  }

  @Get("/workers")
  Workers workers(Authentication authentication) {
    administrators.require(Caller.of(authentication));
    var seen = sight.look();
    return new Workers(
        seen.workers().stream()
            .map(worker -> QueueForms.Worker.of(worker, seen, settings.lease(), clock.instant()))
            .toList());
  }
}
