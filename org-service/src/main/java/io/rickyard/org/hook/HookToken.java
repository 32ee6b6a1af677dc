package io.rickyard.org.hook;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.organization.Scope;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The access token of its maker that a hook acts with. Its secret is not here: deliveries are
 * signed with the hook's own. An access token's scopes and end never change, so they are known for
 * good.
 *
 * @param id the token's id, which stays when the token is rotated
 * @param scopes what it is limited to, as its maker wrote them; nothing means all that its maker
 *     may
 * @param expiresAt when it ends, where it does
 * @param revoked whether its maker, or who banned or deleted the account, made it void
 */
public record HookToken(
    UUID id, List<String> scopes, @Nullable Instant expiresAt, boolean revoked) {

  /** Whether deliveries may still act with it. */
  public enum State {
    /** They may. */
    VALID,
    /** Its time is over. */
    EXPIRED,
    /** It was made void. */
    REVOKED
  }

  /** Checks that nothing required is missing. */
  public HookToken {
    requireNonNull(id, "id");
    scopes = List.copyOf(scopes);
  }

  /** What it is at this time. */
  public State state(Instant now) {
    if (revoked) {
      return State.REVOKED;
    }
    return expiresAt == null || now.isBefore(expiresAt) ? State.VALID : State.EXPIRED;
  }

  /**
   * What it is limited to; nothing where it has no scopes. A scope of another version allows
   * nothing, and is still a limit.
   */
  public Optional<List<Scope>> limits() {
    return scopes.isEmpty()
        ? Optional.empty()
        : Optional.of(scopes.stream().map(Scope::readable).flatMap(Optional::stream).toList());
  }
}
