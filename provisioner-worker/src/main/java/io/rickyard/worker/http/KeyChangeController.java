package io.rickyard.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Patch;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.Put;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.content.ApiKeys;
import io.rickyard.worker.content.ContentRefused;
import io.rickyard.worker.content.ContentStore;
import io.rickyard.worker.content.KeyMint;
import io.rickyard.worker.content.ProjectKey;
import io.rickyard.worker.content.WantedKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Makes, changes and deletes keys of projects' gateways. */
@Controller("/stacks/{ref}")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = ContentStore.class)
class KeyChangeController {

  private final KeyDoor door;
  private final Revelations revelations;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  KeyChangeController(KeyDoor door, Revelations revelations, Clock clock) {
    this.door = door;
    this.revelations = revelations;
    this.clock = clock;
  }

  /** A key to be, or what shall be different in one. */
  @Introspected
  record KeyForm(
      @Nullable String type,
      @Nullable String name,
      @Nullable String description,
      @Nullable JsonNode secretJwtTemplate) {
    WantedKey wanted() {
      return new WantedKey(
          type == null ? null : kind(type),
          name,
          description,
          secretJwtTemplate == null || secretJwtTemplate.isNull() ? null : secretJwtTemplate);
    }

    private static ProjectKey.Kind kind(String type) {
      try {
        return ProjectKey.Kind.named(type);
      } catch (IllegalArgumentException e) {
        throw new RequestRefused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
      }
    }
  }

  @Post("/keys")
  JsonNode create(
      Authentication authentication,
      HttpHeaders headers,
      String ref,
      @QueryValue(defaultValue = "false") boolean reveal,
      @Body KeyForm form) {
    var id = UUID.randomUUID();
    return change(
        authentication,
        headers,
        ref,
        reveal,
        (keys, mint) -> {
          var more = keys.with(form.wanted(), id, mint);
          return new Step(more, more.get(id));
        });
  }

  @Patch("/keys/{id}")
  JsonNode change(
      Authentication authentication,
      HttpHeaders headers,
      String ref,
      UUID id,
      @QueryValue(defaultValue = "false") boolean reveal,
      @Body KeyForm form) {
    return change(
        authentication,
        headers,
        ref,
        reveal,
        (keys, mint) -> {
          var changed = keys.changed(id, form.wanted(), mint);
          return new Step(changed, changed.get(id));
        });
  }

  @Delete("/keys/{id}")
  JsonNode delete(
      Authentication authentication,
      HttpHeaders headers,
      String ref,
      UUID id,
      @QueryValue(defaultValue = "false") boolean reveal) {
    return change(
        authentication,
        headers,
        ref,
        reveal,
        (keys, _) -> new Step(keys.without(id), keys.get(id)));
  }

  @Put("/legacy-keys")
  JsonNode legacy(
      Authentication authentication, HttpHeaders headers, String ref, @QueryValue boolean enabled) {
    var stack = door.stack(authentication, ref, Permission.PROJECT_CHANGE);
    return door.change(
        stack,
        Asked.of(authentication, headers),
        (now, current) -> {
          if (enabled) {
            current.signing(stack.project()).orElseThrow().requireLegacy();
          }
          return new ContentStore.Changed<>(
              now.with(current.apiKeys(stack.project()).legacy(enabled)),
              new KeysController.LegacyKeys(enabled));
        });
  }

  /** What came of a step: all keys, and the one it was about. */
  private record Step(ApiKeys keys, ProjectKey about) {}

  /** Something done to keys. */
  private interface KeyChange {
    Step of(ApiKeys keys, KeyMint mint) throws ContentRefused;
  }

  private JsonNode change(
      Authentication authentication,
      HttpHeaders headers,
      String ref,
      boolean reveal,
      KeyChange change) {
    var stack = door.stack(authentication, ref, Permission.PROJECT_CHANGE);
    if (reveal) {
      var _ = door.stack(authentication, ref, Permission.SECRET_READ);
    }
    var changed =
        door.change(
            stack,
            Asked.of(authentication, headers),
            (now, current) -> {
              var mint =
                  current
                      .signing(stack.project())
                      .orElseThrow()
                      .mint(stack.project(), clock.instant(), random);
              var step = change.of(current.apiKeys(stack.project()), mint);
              return new ContentStore.Changed<>(
                  now.with(step.keys()), ApiKey.opaque(step.about(), reveal));
            });
    if (reveal) {
      revelations.record(Caller.of(authentication), stack, "project.keys_revealed");
    }
    return changed;
  }
}
