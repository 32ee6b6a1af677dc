package io.rickyard.org.hook;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.Once;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Makes hooks and gives them new secrets; a secret leaves here once and is sealed from then on. */
public final class HookKeeper {

  private final Hooks hooks;
  private final SecretBox box;
  private final Duration overlap;
  private final Clock clock;
  private final SecureRandom random = new SecureRandom();

  /**
   * Keeps hooks.
   *
   * @param overlap how long a secret stays valid after its replacement, so that both sides need not
   *     change at the same moment
   */
  public HookKeeper(Hooks hooks, SecretBox box, Duration overlap, Clock clock) {
    this.hooks = hooks;
    this.box = box;
    this.overlap = overlap;
    this.clock = clock;
    if (overlap.isNegative()) {
      throw new IllegalArgumentException("rickyard.hooks.rotation-overlap is negative");
    }
  }

  /** A hook that was made and, the first time, the secret to give to its caller. */
  public record Made(Hook hook, @Nullable HookSecret secret) {
    /** Checks that nothing required is missing. */
    public Made {
      requireNonNull(hook, "hook");
    }
  }

  /** A new secret, the first time, and until when the one before is still taken. */
  public record Rotated(@Nullable HookSecret secret, Instant previousValidUntil) {
    /** Checks that nothing required is missing. */
    public Rotated {
      requireNonNull(previousValidUntil, "previousValidUntil");
    }
  }

  /**
   * Makes a hook, which acts with the rights of whoever makes it. Repeated under one key it finds
   * the hook without its secret, which was shown.
   *
   * @param token an access token of theirs, where it shall act within its limits; that it is
   *     theirs, and what it is limited to, auth-service said
   */
  public Once<Made> make(
      Deed deed,
      @Nullable IdempotencyKey key,
      OrganizationId organization,
      DisplayName name,
      HookProvider provider,
      HookRule rule,
      @Nullable HookToken token) {
    var hook =
        new Hook(
            HookId.next(),
            organization,
            name,
            provider,
            rule,
            deed.principal(),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            null,
            token);
    var secret = HookSecret.generate(provider, random);
    return hooks
        .insert(deed, key, hook, box.seal(hook.id(), secret))
        .map(id ->
            id.equals(hook.id())
                ? new Made(hook, secret)
                : new Made(hooks.get(deed.principal(), id), null));
  }

  /** Gives a hook a new secret; repeated under one key it changes nothing more and shows none. */
  public Once<Rotated> rotate(Deed deed, @Nullable IdempotencyKey key, HookId id) {
    var hook = hooks.get(deed.principal(), id);
    var secret = HookSecret.generate(hook.provider(), random);
    var until = hooks.rotate(deed, key, id, box.seal(id, secret), overlap);
    return until.map(time -> new Rotated(until.replayed() ? null : secret, time));
  }
}
