package io.rickyard.worker.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.stack.DatabaseAccess;
import io.rickyard.service.identity.Caller;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackVault;

/** Tells members who may open their projects' databases, and how. */
@Controller("/stacks/{ref}/database-access")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = StackLedger.class)
final class DatabaseAccessController {

  private final VisibleStacks stacks;
  private final StackVault vault;

  DatabaseAccessController(VisibleStacks stacks, StackVault vault) {
    this.stacks = stacks;
    this.vault = vault;
  }

  @Get
  DatabaseAccess get(Authentication authentication, String ref) {
    var stack = stacks.get(Caller.of(authentication), ref);
    return vault
        .open(stack.project())
        .map(secrets -> secrets.settings().access())
        .orElse(DatabaseAccess.OPEN);
  }
}
