package io.rickyard.worker.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Nullable;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.setting.PoolSettings;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.DatabaseAccess;
import io.rickyard.contracts.stack.DatabaseEntrance;
import io.rickyard.contracts.stack.StackEntrance;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.stack.StackGateways;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackState;
import io.rickyard.worker.stack.StackVault;
import java.util.Optional;

/** Tells the edge, and only services of ours, where a project's requests and connections go. */
@Controller("/stacks/{ref}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = StackLedger.class)
final class EntranceController {

  private final StackLedger ledger;
  private final StackVault vault;
  private final StackGateways gateways;

  /** Without a runtime that gives stacks a gateway, none has one. */
  EntranceController(StackLedger ledger, StackVault vault, @Nullable StackGateways gateways) {
    this.ledger = ledger;
    this.vault = vault;
    this.gateways = gateways == null ? _ -> Optional.empty() : gateways;
  }

  @Get("/entrance")
  StackEntrance entrance(Authentication authentication, String ref) {
    return entrance(stack(authentication, ref));
  }

  @Get("/database-entrance")
  DatabaseEntrance databaseEntrance(Authentication authentication, String ref) {
    var stack = stack(authentication, ref);
    var database = stack.database();
    var secrets = vault.open(stack.project());
    if (database == null || secrets.isEmpty()) {
      return new DatabaseEntrance(
          stack.state().status(), database, DatabaseAccess.OPEN, null, null);
    }
    var settings = secrets.get().settings();
    return new DatabaseEntrance(
        stack.state().status(),
        database,
        settings.access(),
        StackLogins.user(secrets.get()).sourceTo(database.host()).orElse(null),
        PoolSettings.size(settings.of(SettingSection.POOLER)).orElse(null));
  }

  private StackRecord stack(Authentication authentication, String ref) {
    if (Caller.of(authentication).kind() != Caller.Kind.SERVICE) {
      throw new RequestRefused(ErrorCode.FORBIDDEN, "This is for services, not for users");
    }
    return VisibleStacks.project(ref)
        .flatMap(ledger::find)
        .filter(known -> !(known.state() instanceof StackState.Removed))
        .orElseThrow(() -> VisibleStacks.missing(ref));
  }

  private StackEntrance entrance(StackRecord stack) {
    return new StackEntrance(
        stack.state().status(), stack.profile(), gateways.of(stack.project()).orElse(null));
  }
}
