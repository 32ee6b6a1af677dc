package io.rickyard.org.hook;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.Once;
import io.rickyard.org.organization.UserId;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The hooks. Making, rotating and deleting one needs the role of a developer, seeing one that of a
 * member; others do not exist: {@link io.rickyard.org.refusal.Refused}.
 */
public interface Hooks {

  /** Keeps a new hook; returns which one stands: an earlier one if it came under the same key. */
  Once<HookId> insert(Deed deed, @Nullable IdempotencyKey key, Hook hook, byte[] sealedSecret);

  /** An organization's hooks, the oldest first. */
  List<Hook> of(UserId user, OrganizationId organization);

  /** One of them. */
  Hook get(UserId user, HookId id);

  /**
   * A hook with the secrets that are valid at this time; for deliveries, which come without a user.
   */
  Optional<SealedSecrets> secrets(HookId id, Instant now);

  /** Replaces the secret; the one before stays valid for the overlap, until the returned time. */
  Once<Instant> rotate(
      Deed deed, @Nullable IdempotencyKey key, HookId id, byte[] sealedSecret, Duration overlap);

  /** Removes a hook with its secrets and deliveries. */
  void delete(Deed deed, HookId id);
}
