package io.rickyard.worker.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.stack.SettingsView;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.membership.Memberships;
import io.rickyard.worker.stack.SettingsLook;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackRuntime;
import io.rickyard.worker.stack.StackVault;

/**
 * Shows the settings of a project's services that differ from its release. Secret ones are shown to
 * nobody; who may see secrets is told digests of them, which tell whether one is what somebody
 * thinks.
 */
@Controller("/stacks/{ref}/settings")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = StackLedger.class)
class SettingsController {

  private final VisibleStacks stacks;
  private final Memberships memberships;
  private final SettingsLook look;

  SettingsController(
      VisibleStacks stacks, Memberships memberships, StackRuntime runtime, StackVault vault) {
    this.stacks = stacks;
    this.memberships = memberships;
    this.look = new SettingsLook(runtime, vault);
  }

  @Get("/{section}")
  SettingsView settings(Authentication authentication, String ref, String section)
      throws InterruptedException {
    var caller = Caller.of(authentication);
    var stack = stacks.get(caller, ref);
    var digests =
        memberships.may(
            stack.organization(), stack.project(), caller.subject(), Permission.SECRET_READ);
    return look.at(stack, section(section), digests);
  }

  private static SettingSection section(String name) {
    try {
      return SettingSection.named(name);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, String.valueOf(e.getMessage()));
    }
  }
}
