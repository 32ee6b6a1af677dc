package io.rickyard.worker.http;

import io.micronaut.http.HttpHeaders;
import io.micronaut.security.authentication.Authentication;
import io.rickyard.service.identity.Caller;
import io.rickyard.worker.content.RequestKey;
import org.jspecify.annotations.Nullable;

/**
 * Under which key something is asked for.
 *
 * @param key none where the caller gave none: then every request is another one
 */
record Asked(@Nullable RequestKey key) {

  private static final String KEY = "Idempotency-Key";
  private static final String SCOPE = "Rickyard-Idempotency-Scope";
  private static final String FINGERPRINT = "Rickyard-Idempotency-Fingerprint";

  /** Reads it out of what the gateway sends along. */
  static Asked of(Authentication authentication, HttpHeaders headers) {
    String key = headers.get(KEY);
    String scope = headers.get(SCOPE);
    String fingerprint = headers.get(FINGERPRINT);
    return new Asked(
        key == null || scope == null || fingerprint == null
            ? null
            : new RequestKey(Caller.of(authentication).subject(), scope, key, fingerprint));
  }
}
