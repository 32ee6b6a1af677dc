package io.rickyard.org.organization;

import static java.util.Objects.requireNonNull;

/**
 * The caller's promise that two requests are the same one.
 *
 * @param scope method and path, such as {@code POST /v1/projects}
 * @param key the caller's own word, 1 to 255 visible ASCII characters
 * @param fingerprint the gateway's HMAC of the canonical body
 */
public record IdempotencyKey(String scope, String key, String fingerprint) {

  /** Checks the forms; throws {@link IllegalArgumentException} when one does not fit. */
  public IdempotencyKey {
    requireNonNull(scope, "idempotency.scope");
    requireNonNull(key, "idempotency.key");
    requireNonNull(fingerprint, "idempotency.fingerprint");
    if (!key.matches("[\\x21-\\x7e]{1,255}")) {
      throw new IllegalArgumentException(
          "An idempotency key has 1 to 255 visible ASCII characters and no blanks");
    }
    if (scope.isBlank()
        || scope.length() > 255
        || scope.chars().anyMatch(Character::isISOControl)) {
      throw new IllegalArgumentException("idempotency.scope is a method and a path");
    }
    if (!fingerprint.matches("[A-Za-z0-9+/=_-]{16,128}")) {
      throw new IllegalArgumentException("idempotency.fingerprint is an HMAC in hex or base64");
    }
  }
}
