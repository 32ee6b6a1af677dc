package io.rickyard.worker.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackUse;
import io.rickyard.persistence.Transactions;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.queue.LaneSight;
import io.rickyard.worker.runtime.DatabaseUse;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackVault;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** Tells the edge, and only services of ours, whether a project is used other than through it. */
@Controller("/stacks/{ref}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = StackLedger.class)
final class UseController {

  private final StackLedger ledger;
  private final StackVault vault;
  private final LaneSight lanes;

  UseController(StackLedger ledger, StackVault vault, Transactions transactions) {
    this.ledger = ledger;
    this.vault = vault;
    this.lanes = new LaneSight(transactions);
  }

  @Get("/use")
  StackUse use(Authentication authentication, String ref) {
    if (Caller.of(authentication).kind() != Caller.Kind.SERVICE) {
      throw new RequestRefused(ErrorCode.FORBIDDEN, "This is for services, not for users");
    }
    var stack = stack(ref);
    return new StackUse(lanes.busy(stack.project()), connections(stack));
  }

  private @Nullable Integer connections(StackRecord stack) {
    var database = stack.database();
    if (database == null) {
      return null;
    }
    var counted =
        vault
            .open(stack.project())
            .map(secrets -> DatabaseUse.connections(database, secrets))
            .orElseGet(OptionalInt::empty);
    return counted.isPresent() ? Integer.valueOf(counted.getAsInt()) : null;
  }

  private StackRecord stack(String ref) {
    try {
      return ledger.find(new ProjectRef(ref)).orElseThrow(() -> none(ref));
    } catch (IllegalArgumentException _) {
      throw none(ref);
    }
  }

  private static RequestRefused none(String ref) {
    return new RequestRefused(ErrorCode.NOT_FOUND, "There is no project " + ref);
  }
}
