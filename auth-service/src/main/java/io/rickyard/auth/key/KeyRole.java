package io.rickyard.auth.key;

/** What a signing key is good for at the moment. */
public enum KeyRole {
  /** Published so that caches know it before it signs. */
  NEXT,
  /** Signs. */
  CURRENT,
  /** Signs no more; published until what it signed has expired. */
  PREVIOUS
}
