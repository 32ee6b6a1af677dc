package io.rickyard.worker.http;

import io.micronaut.context.annotation.Requires;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Status;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.content.ContentStore;
import io.rickyard.worker.content.Revision;

/** Changes of what members put into their stacks, whatever they concern. */
@Controller("/stacks/{ref}/contents")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = ContentStore.class)
class ContentController {

  private final ContentDoor door;

  ContentController(ContentDoor door) {
    this.door = door;
  }

  /** Takes one back that no task will bring about, since none was accepted. */
  @Delete("/{section}/{revision}")
  @Status(HttpStatus.NO_CONTENT)
  void discard(Authentication authentication, String ref, String section, long revision) {
    var stack = door.stack(authentication, ref, Permission.PROJECT_CHANGE);
    door.discard(stack, change(section, revision));
  }

  private static Revision change(String section, long revision) {
    try {
      return new Revision(SettingSection.named(section), revision);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()), e);
    }
  }
}
