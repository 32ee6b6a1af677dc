package io.rickyard.auth.key;

import io.rickyard.auth.deed.Cause;
import java.util.List;

/** Keeps the signing keys. */
public interface SigningKeys {

  /** All that are published: exactly one is current; at the very first call they are made. */
  List<SigningKey> all();

  /** Lets next sign, keeps what signed until now as previous, and makes a new next. */
  List<SigningKey> rotate(Cause cause);
}
