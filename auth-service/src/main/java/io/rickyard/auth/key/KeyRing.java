package io.rickyard.auth.key;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The published keys, held for a second at a time: another instance may have rotated them, or
 * revoked one, which has to be refused at once.
 */
public final class KeyRing {

  private static final Duration HELD = Duration.ofSeconds(1);

  private final SigningKeys keys;
  private final Clock clock;
  private volatile Held held = new Held(List.of(), Instant.MIN);

  private record Held(List<SigningKey> keys, Instant until) {}

  /** A ring over what this keeps. */
  public KeyRing(SigningKeys keys, Clock clock) {
    this.keys = keys;
    this.clock = clock;
  }

  /** The one that signs. */
  public SigningKey current() {
    return published().stream()
        .filter(key -> key.role() == KeyRole.CURRENT)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("No signing key is current"));
  }

  /** The published key of that id. */
  public Optional<SigningKey> find(String id) {
    return published().stream().filter(key -> key.id().equals(id)).findFirst();
  }

  /** Every key that may verify. */
  public List<SigningKey> published() {
    var now = clock.instant();
    var seen = held;
    if (now.isBefore(seen.until())) {
      return seen.keys();
    }
    var read = new Held(keys.all(), now.plus(HELD));
    held = read;
    return read.keys();
  }

  /** Reads them anew at the next question. */
  public void forget() {
    held = new Held(List.of(), Instant.MIN);
  }
}
