package io.rickyard.worker.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.stack.RuntimeUnavailable;
import io.rickyard.worker.stack.ServiceUsage;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackRuntime;
import io.rickyard.worker.stack.StackVault;
import io.rickyard.worker.stack.UsageSight;
import java.time.Clock;
import java.time.Duration;
import java.util.List;

/** What the services of a project use, for the members of its organization. */
@Controller("/stacks/{ref}/usage")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = StackLedger.class)
final class UsageController {

  private static final Duration LATER = Duration.ofSeconds(2);

  private final VisibleStacks stacks;
  private final UsageSight sight;

  UsageController(VisibleStacks stacks, StackRuntime runtime, StackVault vault, Clock clock) {
    this.stacks = stacks;
    this.sight = new UsageSight(runtime, vault, clock);
  }

  /** What each uses, on the wire. */
  record UsageForm(List<ServiceUsage> data) {}

  @Get
  UsageForm usage(Authentication authentication, String ref) throws InterruptedException {
    var stack = stacks.get(Caller.of(authentication), ref);
    try {
      return new UsageForm(sight.of(stack));
    } catch (RuntimeUnavailable e) {
      throw new RequestRefused(
          ErrorCode.SERVICE_UNAVAILABLE, String.valueOf(e.getMessage()), LATER);
    }
  }
}
