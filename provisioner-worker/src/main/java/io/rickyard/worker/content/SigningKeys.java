package io.rickyard.worker.content;

import static io.rickyard.worker.content.ContentRefused.Why.ABSENT;
import static io.rickyard.worker.content.ContentRefused.Why.KEY_IN_USE;
import static io.rickyard.worker.content.ContentRefused.Why.LEGACY_KEYS_ENABLED;
import static io.rickyard.worker.content.ContentRefused.Why.TAKEN;
import static io.rickyard.worker.content.ContentRefused.Why.TOO_MANY;
import static io.rickyard.worker.content.ContentRefused.Why.UNFITTING;

import io.rickyard.contracts.ProjectRef;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The keys of a project's tokens. Exactly one is in use, and the secret that was made with the
 * project is always among them.
 *
 * @param all in the order in which they were made
 */
public record SigningKeys(List<SigningKey> all) {

  /** As many as the variables of services hold without a second thought. */
  private static final int MOST = 10;

  /** Copies them. */
  public SigningKeys {
    all = List.copyOf(all);
    if (all.stream().filter(key -> key.status() == KeyStatus.IN_USE).count() != 1) {
      throw new IllegalArgumentException("Exactly one key is in use: " + all);
    }
    if (all.stream().filter(SigningKey::legacy).count() != 1) {
      throw new IllegalArgumentException("Exactly one key was made with the project: " + all);
    }
  }

  /**
   * Those of a project whose keys nobody has changed: its secret, under the same id whenever it is
   * asked for.
   *
   * @param since when the secret was made
   */
  public static SigningKeys original(ProjectRef project, String secret, Instant since) {
    var id = UUID.nameUUIDFromBytes(("signing-key:" + project).getBytes(StandardCharsets.UTF_8));
    return new SigningKeys(
        List.of(
            new SigningKey(
                id,
                KeyStatus.IN_USE,
                true,
                true,
                KeyMaterial.ofSecret(secret.getBytes(StandardCharsets.UTF_8)),
                since,
                since)));
  }

  /** The one of that id. */
  public Optional<SigningKey> find(UUID id) {
    return all.stream().filter(key -> key.id().equals(id)).findFirst();
  }

  /** The one of that id, or else a refusal. */
  public SigningKey get(UUID id) throws ContentRefused {
    return find(id)
        .orElseThrow(() -> new ContentRefused(ABSENT, "The project has no signing key " + id));
  }

  /** The secret that was made with the project. */
  public SigningKey legacy() {
    return all.stream().filter(SigningKey::legacy).findFirst().orElseThrow();
  }

  /** The one that signs. */
  public SigningKey inUse() {
    return all.stream().filter(key -> key.status() == KeyStatus.IN_USE).findFirst().orElseThrow();
  }

  /**
   * With one more, which is the last.
   *
   * @param status standby, or in use at once
   */
  public SigningKeys with(UUID id, KeyMaterial key, KeyStatus status, Instant now)
      throws ContentRefused {
    if (find(id).isPresent()) {
      throw new ContentRefused(TAKEN, "The project has a signing key " + id);
    }
    if (all.size() >= MOST) {
      throw new ContentRefused(TOO_MANY, "A project has at most %d signing keys".formatted(MOST));
    }
    if (!Set.of(KeyStatus.STANDBY, KeyStatus.IN_USE).contains(status)) {
      throw new ContentRefused(
          ContentRefused.Why.MALFORMED, "A new signing key is standby or in_use");
    }
    var more = new ArrayList<>(all);
    more.add(SigningKey.standby(id, key, now));
    var with = new SigningKeys(more);
    return status == KeyStatus.IN_USE ? with.rotated(id, now) : with;
  }

  /**
   * With one of them elsewhere. One that is there already stays as it is.
   *
   * @param legacyKeysOpen whether tokens of the project's first secret open its gateway
   */
  public SigningKeys changed(UUID id, KeyStatus wanted, boolean legacyKeysOpen, Instant now)
      throws ContentRefused {
    var key = get(id);
    if (key.status() == wanted) {
      return this;
    }
    if (key.status() == KeyStatus.IN_USE) {
      throw new ContentRefused(
          KEY_IN_USE, "The key signs the project's tokens; let another one do that first");
    }
    if (!key.status().next().contains(wanted)) {
      throw new ContentRefused(
          UNFITTING,
          "A key that is %s does not become %s; it may become %s"
              .formatted(
                  key.status().wireName(),
                  wanted.wireName(),
                  key.status().next().stream().map(KeyStatus::wireName).sorted().toList()));
    }
    if (key.legacy() && wanted == KeyStatus.REVOKED && legacyKeysOpen) {
      throw new ContentRefused(
          LEGACY_KEYS_ENABLED,
          "The anon and service_role keys are tokens of this key; disable them first");
    }
    return wanted == KeyStatus.IN_USE ? rotated(id, now) : replaced(key.as(wanted, now));
  }

  /** Without one of them, for ever. */
  public SigningKeys without(UUID id) throws ContentRefused {
    var key = get(id);
    if (key.status() == KeyStatus.IN_USE) {
      throw new ContentRefused(
          KEY_IN_USE, "The key signs the project's tokens; let another one do that first");
    }
    if (key.legacy()) {
      throw new ContentRefused(
          UNFITTING, "The secret that was made with the project stays; it can be revoked");
    }
    if (key.verifies()) {
      throw new ContentRefused(
          UNFITTING, "Services still take what this key has signed; revoke it first");
    }
    return new SigningKeys(all.stream().filter(other -> !other.equals(key)).toList());
  }

  private SigningKeys rotated(UUID id, Instant now) {
    return new SigningKeys(
        all.stream()
            .map(key -> {
              if (key.id().equals(id)) {
                return key.as(KeyStatus.IN_USE, now);
              }
              return key.status() == KeyStatus.IN_USE
                  ? key.as(KeyStatus.PREVIOUSLY_USED, now)
                  : key;
            })
            .toList());
  }

  private SigningKeys replaced(SigningKey changed) {
    return new SigningKeys(
        all.stream().map(key -> key.id().equals(changed.id()) ? changed : key).toList());
  }
}
