package io.rickyard.auth.provider;

/** What became of a wish to unlink an identity. */
public enum Unlinking {
  /** It opens the account no more. */
  DONE,
  /** The account has no such identity. */
  UNKNOWN,
  /** Nothing else would open the account. */
  LAST
}
