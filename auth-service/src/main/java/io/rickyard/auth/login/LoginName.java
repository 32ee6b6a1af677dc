package io.rickyard.auth.login;

import static java.util.Objects.requireNonNull;

/**
 * Under which the page finds a request: a user code, or the long handle of a request that came by
 * the browser.
 *
 * @param hash what is stored of it
 * @param guessable whether it is short enough to be found by trying
 */
@SuppressWarnings("ArrayRecordComponent") // a key that is looked up by; nobody compares names
public record LoginName(byte[] hash, boolean guessable) {
  /** Checks that it is there. */
  public LoginName {
    requireNonNull(hash, "hash");
  }

  @Override
  public String toString() {
    return "LoginName[hidden]";
  }
}
