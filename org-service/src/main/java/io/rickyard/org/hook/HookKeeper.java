package io.rickyard.org.hook;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.DisplayName;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

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

  /** A hook that was made and the secret to give to its caller. */
  public record Made(Hook hook, HookSecret secret) {
    /** Checks that nothing required is missing. */
    public Made {
      requireNonNull(hook, "hook");
      requireNonNull(secret, "secret");
    }
  }

  /** A new secret and until when the one before is still taken. */
  public record Rotated(HookSecret secret, Instant previousValidUntil) {
    /** Checks that nothing required is missing. */
    public Rotated {
      requireNonNull(secret, "secret");
      requireNonNull(previousValidUntil, "previousValidUntil");
    }
  }

  /** Makes a hook, which acts with the rights of whoever makes it. */
  public Made make(
      Deed deed,
      OrganizationId organization,
      DisplayName name,
      HookProvider provider,
      HookRule rule) {
    var hook =
        new Hook(
            HookId.next(),
            organization,
            name,
            provider,
            rule,
            deed.principal(),
            clock.instant().truncatedTo(ChronoUnit.MICROS),
            null);
    var secret = HookSecret.generate(provider, random);
    hooks.insert(deed, hook, box.seal(hook.id(), secret));
    return new Made(hook, secret);
  }

  /** Gives a hook a new secret. */
  public Rotated rotate(Deed deed, HookId id) {
    var hook = hooks.get(deed.principal(), id);
    var secret = HookSecret.generate(hook.provider(), random);
    return new Rotated(secret, hooks.rotate(deed, id, box.seal(id, secret), overlap));
  }
}
