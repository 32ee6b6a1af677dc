package io.rickyard.worker.http;

import com.fasterxml.jackson.databind.JsonNode;
import io.micronaut.context.annotation.Requires;
import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Delete;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Patch;
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
import io.rickyard.worker.content.ContentRefused;
import io.rickyard.worker.content.ContentStore;
import io.rickyard.worker.content.ImportedKey;
import io.rickyard.worker.content.KeyAlgorithm;
import io.rickyard.worker.content.KeyMaterial;
import io.rickyard.worker.content.KeyStatus;
import io.rickyard.worker.content.Signing;
import io.rickyard.worker.content.SigningKey;
import io.rickyard.worker.content.SigningKeys;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.task.TaskFailure;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes, rotates, revokes and deletes the keys that sign projects' tokens. */
@Controller("/stacks/{ref}/signing-keys")
@Secured(SecurityRule.IS_AUTHENTICATED)
@ExecuteOn(TaskExecutors.BLOCKING)
@Requires(bean = ContentStore.class)
class SigningKeyController {

  /** What a key that is brought along is sealed for. */
  private static final String FIELD = "signing-key";

  private final KeyDoor door;
  private final Unsealing unsealing;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  SigningKeyController(KeyDoor door, Unsealing unsealing, Clock clock) {
    this.door = door;
    this.unsealing = unsealing;
    this.clock = clock;
  }

  /** A key in the form of the Management API; nothing of it is private. */
  @Introspected
  record KeyShape(
      String id,
      String algorithm,
      String status,
      @Nullable JsonNode publicJwk,
      Instant createdAt,
      Instant updatedAt) {
    static KeyShape of(SigningKey key) {
      return new KeyShape(
          key.id().toString(),
          key.key().algorithm().wireName(),
          key.status().wireName(),
          key.key().published(key.id()).orElse(null),
          key.createdAt(),
          key.updatedAt());
    }
  }

  /** All of them. */
  @Introspected
  record KeyListShape(List<KeyShape> keys) {}

  /**
   * A key to be.
   *
   * @param sealed the key itself as a JSON Web Key, where it is brought along
   */
  @Introspected
  record KeyForm(String algorithm, String status, @Nullable SealedSecret sealed) {}

  /** What a key shall be. */
  @Introspected
  record StatusForm(String status) {}

  @Get
  KeyListShape list(Authentication authentication, String ref) {
    var stack = door.stack(authentication, ref, Permission.PROJECT_READ);
    return new KeyListShape(
        door.secrets(stack)
            .signing(stack.project())
            .map(signing -> signing.keys().all().stream().map(KeyShape::of).toList())
            .orElse(List.of()));
  }

  @Get("/legacy")
  KeyShape legacy(Authentication authentication, String ref) {
    return one(
        authentication, ref, signing -> signing.keys().legacy(), "It is not known what signs here");
  }

  @Get("/{id}")
  KeyShape get(Authentication authentication, String ref, UUID id) {
    return one(
        authentication,
        ref,
        signing -> signing.keys().find(id).orElse(null),
        "The project has no signing key " + id);
  }

  private KeyShape one(
      Authentication authentication,
      String ref,
      Function<Signing, @Nullable SigningKey> which,
      String missing) {
    var stack = door.stack(authentication, ref, Permission.PROJECT_READ);
    return door.secrets(stack)
        .signing(stack.project())
        .map(which)
        .map(KeyShape::of)
        .orElseThrow(() -> new RequestRefused(ErrorCode.NOT_FOUND, missing));
  }

  @Post
  JsonNode create(
      Authentication authentication, HttpHeaders headers, String ref, @Body KeyForm form) {
    var stack = door.stack(authentication, ref, Permission.PROJECT_CHANGE);
    var algorithm = read(() -> KeyAlgorithm.named(form.algorithm()));
    var status = read(() -> KeyStatus.named(form.status()));
    // Making one takes its time, which nobody else has to wait for.
    var made = made(stack, algorithm, form.sealed());
    var id = Objects.requireNonNullElseGet(made.id(), UUID::randomUUID);
    return change(
        stack,
        Asked.of(authentication, headers),
        (keys, _, now) -> {
          var more = keys.with(id, made.key(), status, now);
          return new Step(more, more.get(id));
        });
  }

  @Patch("/{id}")
  JsonNode change(
      Authentication authentication,
      HttpHeaders headers,
      String ref,
      UUID id,
      @Body StatusForm form) {
    var stack = door.stack(authentication, ref, Permission.PROJECT_CHANGE);
    var status = read(() -> KeyStatus.named(form.status()));
    return change(
        stack,
        Asked.of(authentication, headers),
        (keys, legacyKeysOpen, now) -> {
          var changed = keys.changed(id, status, legacyKeysOpen, now);
          return new Step(changed, changed.get(id));
        });
  }

  @Delete("/{id}")
  JsonNode delete(Authentication authentication, HttpHeaders headers, String ref, UUID id) {
    var stack = door.stack(authentication, ref, Permission.PROJECT_CHANGE);
    return change(
        stack,
        Asked.of(authentication, headers),
        (keys, _, _) -> new Step(keys.without(id), keys.get(id)));
  }

  /** What came of a step: all keys, and the one it was about. */
  private record Step(SigningKeys keys, SigningKey about) {}

  /** Something done to keys. */
  private interface KeyChange {
    Step of(SigningKeys keys, boolean legacyKeysOpen, Instant now) throws ContentRefused;
  }

  private JsonNode change(StackRecord stack, Asked asked, KeyChange change) {
    var project = stack.project();
    return door.change(
        stack,
        asked,
        (contents, current) -> {
          var signing = current.signing(project).orElseThrow();
          var keys = current.apiKeys(project);
          var now = clock.instant();
          var step = change.of(signing.keys(), keys.legacyEnabled(), now);
          var next = signing.with(step.keys(), project, now, random);
          return new ContentStore.Changed<>(
              contents.with(next, keys.renewed(next::takes, next.mint(project, now, random))),
              KeyShape.of(step.about()));
        });
  }

  private ImportedKey made(
      StackRecord stack, KeyAlgorithm algorithm, @Nullable SealedSecret sealed) {
    if (sealed == null) {
      return new ImportedKey(KeyMaterial.generate(algorithm, random), null);
    }
    try {
      return ImportedKey.of(algorithm, unsealing.open(sealed, stack.organization(), FIELD));
    } catch (ContentRefused refused) {
      throw ContentDoor.told(refused);
    } catch (TaskFailure e) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, "private_jwk could not be opened");
    }
  }

  private static <T> T read(Supplier<T> name) {
    try {
      return name.get();
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, String.valueOf(e.getMessage()));
    }
  }
}
