package io.rickyard.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.context.annotation.Requires;
import io.micronaut.security.authentication.Authentication;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.content.ContentRefused;
import io.rickyard.worker.content.ContentStore;
import io.rickyard.worker.content.Contents;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackSecrets;
import io.rickyard.worker.stack.StackVault;
import jakarta.inject.Singleton;

/**
 * The keys of stacks, for those who may see or change them. They are kept with what members put in,
 * and come from the secrets where nobody has put in any.
 */
@Singleton
@Requires(bean = ContentStore.class)
class KeyDoor {

  private final ContentDoor door;
  private final StackVault vault;

  KeyDoor(ContentDoor door, StackVault vault) {
    this.door = door;
    this.vault = vault;
  }

  /** Something done to keys. */
  @FunctionalInterface
  interface Change<T> {
    /**
     * Makes the next contents.
     *
     * @param now what was put in
     * @param current the secrets with what was put in
     */
    ContentStore.Changed<T> of(Contents now, StackSecrets current) throws ContentRefused;
  }

  /** A stack that the caller may do this to. */
  StackRecord stack(Authentication authentication, String ref, Permission permission) {
    return door.stack(authentication, ref, permission);
  }

  /** The secrets of a stack, which are there as long as it has keys. */
  StackSecrets secrets(StackRecord stack) {
    return secrets(vault, stack);
  }

  static StackSecrets secrets(StackVault vault, StackRecord stack) {
    return vault
        .open(stack.project())
        .orElseThrow(() ->
            new RequestRefused(ErrorCode.CONFLICT, "The project's keys are not there any more"));
  }

  /**
   * Changes keys, once under a caller's key.
   *
   * @return {@link ContentDoor.Changed}, as it was told first
   */
  <T> JsonNode change(StackRecord stack, Asked asked, Change<T> change) {
    var secrets = secrets(stack);
    return door.change(stack, asked, (now, _) -> change.of(now, secrets.with(now)));
  }
}
