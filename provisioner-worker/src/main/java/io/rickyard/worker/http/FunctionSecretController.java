package io.rickyard.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.micronaut.security.annotation.Secured;
import io.micronaut.security.authentication.Authentication;
import io.micronaut.security.rules.SecurityRule;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.worker.bulk.Unsealing;
import io.rickyard.worker.content.ContentStore;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.task.TaskFailure;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What functions find in their environment; shown as digests only. */
@Controller("/stacks/{ref}/function-secrets")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = ContentStore.class)
class FunctionSecretController {

  private final ContentDoor door;
  private final Unsealing unsealing;
  private final Clock clock;

  FunctionSecretController(ContentDoor door, Unsealing unsealing, Clock clock) {
    this.door = door;
    this.unsealing = unsealing;
    this.clock = clock;
  }

  /**
   * A secret as it is shown.
   *
   * @param value the digest of its value
   */
  @Introspected
  record SecretShape(String name, String value, Instant updatedAt) {}

  /** A secret to be, sealed for the field {@code function-secret:} and its name. */
  @Introspected
  record SecretForm(String name, SealedSecret sealed) {}

  @Get
  List<SecretShape> list(Authentication authentication, String ref) {
    var stack = door.stack(authentication, ref, Permission.PROJECT_READ);
    return door.open(stack).secrets().byName().entrySet().stream()
        .map(secret ->
            new SecretShape(
                secret.getKey(), secret.getValue().digest(), secret.getValue().updatedAt()))
        .toList();
  }

  @Post
  JsonNode set(
      Authentication authentication,
      HttpHeaders headers,
      String ref,
      @Body List<SecretForm> forms) {
    var stack = door.stack(authentication, ref, Permission.PROJECT_CHANGE);
    var values = opened(stack, forms);
    return door.change(
        stack,
        Asked.of(authentication, headers),
        (now, _) ->
            new ContentStore.Changed<>(
                now.with(now.secrets().with(values, clock.instant())),
                List.copyOf(values.keySet())));
  }

  @Post("/removal")
  JsonNode remove(
      Authentication authentication, HttpHeaders headers, String ref, @Body List<String> names) {
    var stack = door.stack(authentication, ref, Permission.PROJECT_CHANGE);
    return door.change(
        stack,
        Asked.of(authentication, headers),
        (now, _) -> new ContentStore.Changed<>(now.with(now.secrets().without(names)), names));
  }

  private Map<String, String> opened(StackRecord stack, List<SecretForm> forms) {
    var values = new TreeMap<String, String>();
    for (var form : forms) {
      try {
        values.put(
            form.name(),
            unsealing.open(form.sealed(), stack.organization(), "function-secret:" + form.name()));
      } catch (TaskFailure e) {
        throw new RequestRefused(
            ErrorCode.INVALID_REQUEST,
            "The value of %s could not be opened".formatted(form.name()));
      }
    }
    return values;
  }
}
