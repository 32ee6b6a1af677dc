package io.rickyard.worker.content;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.UUID;

/**
 * A key that signs tokens of a project, or may, or did.
 *
 * @param id its id, which tokens name as their {@code kid}
 * @param status where it stands
 * @param used whether it was ever to sign, so that there may be tokens of it
 * @param legacy whether it is the secret that was made with the project, whose tokens name no key
 * @param key itself, with its private part
 * @param createdAt when it was made or brought along
 * @param updatedAt when its status changed last
 */
public record SigningKey(
    UUID id,
    KeyStatus status,
    boolean used,
    boolean legacy,
    KeyMaterial key,
    Instant createdAt,
    Instant updatedAt) {

  /** Checks that nothing is missing. */
  public SigningKey {
    requireNonNull(id, "id");
    requireNonNull(status, "status");
    requireNonNull(key, "key");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(updatedAt, "updatedAt");
  }

  /** A key that has signed nothing yet. */
  static SigningKey standby(UUID id, KeyMaterial key, Instant now) {
    return new SigningKey(id, KeyStatus.STANDBY, false, false, key, now, now);
  }

  /**
   * Whether services take what it has signed. A key that never was to sign is only published: who
   * has brought it along can sign with it before the project does.
   */
  public boolean verifies() {
    return switch (status) {
      case IN_USE, PREVIOUSLY_USED -> true;
      case STANDBY -> used;
      case REVOKED -> false;
    };
  }

  SigningKey as(KeyStatus next, Instant now) {
    boolean signs = next == KeyStatus.IN_USE || next == KeyStatus.PREVIOUSLY_USED;
    return new SigningKey(id, next, used || signs, legacy, key, createdAt, now);
  }

  @Override
  public String toString() {
    return "SigningKey[%s %s]".formatted(id, status.wireName());
  }
}
