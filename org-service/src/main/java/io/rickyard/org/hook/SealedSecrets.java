package io.rickyard.org.hook;

import static java.util.Objects.requireNonNull;

import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A hook's secrets as they are stored.
 *
 * @param hook whose they are
 * @param current the one that callers should use
 * @param previous the one before the last rotation, while it is still taken
 */
@SuppressWarnings("ArrayRecordComponent") // lives between the table and the box, never compared
public record SealedSecrets(Hook hook, byte[] current, byte @Nullable [] previous) {
  /** Checks that nothing required is missing. */
  public SealedSecrets {
    requireNonNull(hook, "hook");
    requireNonNull(current, "current");
  }

  /** The same without the previous one, whose time is over. */
  public SealedSecrets currentOnly() {
    return new SealedSecrets(hook, current, null);
  }

  /** The previous one, if there is one. */
  Optional<byte[]> earlier() {
    return Optional.ofNullable(previous);
  }
}
