package io.rickyard.worker.content;

import static java.util.Objects.requireNonNull;

/**
 * A caller's promise that two requests are the same one.
 *
 * @param principal who calls
 * @param scope method and path
 * @param key the caller's own word
 * @param fingerprint tells another body, without revealing it
 */
public record RequestKey(String principal, String scope, String key, String fingerprint) {
  /** Checks that nothing is missing. */
  public RequestKey {
    requireNonNull(principal, "principal");
    requireNonNull(scope, "scope");
    requireNonNull(key, "key");
    requireNonNull(fingerprint, "fingerprint");
  }
}
