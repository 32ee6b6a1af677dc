package io.rickyard.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.context.annotation.Requires;
import io.micronaut.security.authentication.Authentication;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.content.ContentRefused;
import io.rickyard.worker.content.ContentStore;
import io.rickyard.worker.content.Contents;
import io.rickyard.worker.content.FunctionSource;
import io.rickyard.worker.content.Revision;
import io.rickyard.worker.membership.Memberships;
import io.rickyard.worker.stack.StackAdoption;
import io.rickyard.worker.stack.StackRecord;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;

/**
 * What members put into their stacks, for those who may see or change it. A change is kept here and
 * takes effect with the task that whoever calls submits.
 */
@Singleton
@Requires(bean = ContentStore.class)
class ContentDoor {

  private final VisibleStacks stacks;
  private final ContentStore store;
  private final Memberships memberships;

  ContentDoor(VisibleStacks stacks, ContentStore store, Memberships memberships) {
    this.stacks = stacks;
    this.store = store;
    this.memberships = memberships;
  }

  /**
   * What is told of a change.
   *
   * @param revision the revision of the contents that holds it
   * @param told what it concerns
   */
  record Changed<T>(long revision, T told) {}

  /** A stack that the caller may do this to. */
  StackRecord stack(Authentication authentication, String ref, Permission permission) {
    var caller = Caller.of(authentication);
    var stack = stacks.get(caller, ref);
    if (!memberships.may(stack.organization(), stack.project(), caller.subject(), permission)) {
      throw new RequestRefused(
              ErrorCode.FORBIDDEN, "Developers and above may " + permission.description())
          .within(stack.organization());
    }
    return stack;
  }

  /** What was put into a stack that the caller may see. */
  Contents open(StackRecord stack) {
    return store.open(stack.project());
  }

  /** The source of one of its functions. */
  Optional<FunctionSource> source(ProjectRef project, String slug, String sha256) {
    return store.source(project, slug, sha256);
  }

  /**
   * Changes what was put into a stack, once under a caller's key.
   *
   * @return {@link Changed}, as it was told first
   */
  <T> JsonNode change(StackRecord stack, Asked asked, ContentStore.Change<T> change) {
    if (stack.runtime().equals(StackAdoption.RUNTIME)) {
      throw new RequestRefused(
          ErrorCode.PROJECT_ADOPTED,
          "What its services are told is said where its compose file is");
    }
    if (stack.database() == null) {
      throw new RequestRefused(
          ErrorCode.NOT_READY_YET,
          "The project's database has not been seen to work yet",
          Duration.ofSeconds(1));
    }
    ContentStore.Change<JsonNode> telling =
        (now, sources) -> {
          var changed = change.of(now, sources);
          return new ContentStore.Changed<>(
              changed.contents(),
              ContractJson.mapper()
                  .valueToTree(new Changed<>(changed.contents().revision(), changed.told())));
        };
    try {
      var key = asked.key();
      return key == null
          ? store.change(stack.project(), telling)
          : store.changeOnce(stack.project(), key, telling).told();
    } catch (ContentRefused refused) {
      throw told(refused);
    }
  }

  /** Takes back a change for which no task was accepted. */
  void discard(StackRecord stack, Revision change) {
    store.discard(stack.project(), change);
  }

  static RequestRefused told(ContentRefused refused) {
    var detail = String.valueOf(refused.getMessage());
    return switch (refused.why()) {
      case ABSENT -> new RequestRefused(ErrorCode.NOT_FOUND, detail);
      case MALFORMED -> new RequestRefused(ErrorCode.INVALID_REQUEST, detail);
      case UNFITTING -> new RequestRefused(ErrorCode.CONFLICT, detail);
      case KEY_IN_USE -> new RequestRefused(ErrorCode.SIGNING_KEY_IN_USE, detail);
      case LEGACY_KEYS_ENABLED -> new RequestRefused(ErrorCode.LEGACY_KEYS_ENABLED, detail);
      case TAKEN -> new RequestRefused(ErrorCode.CONFLICT, detail);
      case TOO_MANY -> new RequestRefused(ErrorCode.UNPROCESSABLE, detail);
      case TOO_LARGE -> new RequestRefused(ErrorCode.PAYLOAD_TOO_LARGE, detail);
      case KEY_REUSED -> new RequestRefused(ErrorCode.IDEMPOTENCY_KEY_REUSED, detail);
    };
  }
}
