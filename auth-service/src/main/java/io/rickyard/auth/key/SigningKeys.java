package io.rickyard.auth.key;

import io.rickyard.auth.deed.Cause;
import java.util.List;

/** Keeps the signing keys. */
public interface SigningKeys {

  /** All that are published: exactly one is current; at the very first call they are made. */
  List<SigningKey> all();

  /**
   * Lets next sign, keeps what signed until now as previous, and makes a new next.
   *
   * @throws RotatedTooSoon if a token that is still valid would be refused by it
   */
  List<SigningKey> rotate(Cause cause);

  /**
   * Withdraws a key, so that whatever it signed is refused. In place of the current key next signs
   * at once; there is a next in any case.
   *
   * @throws UnknownKey if none that is published has this id
   */
  List<SigningKey> revoke(String id, Cause cause);
}
