package io.rickyard.gateway.stream;

import io.micronaut.context.annotation.Value;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/** The installation's own two API keys, as its clients show them in the header apikey. */
@Singleton
final class InstallationKeys {

  private final String publishable;
  private final String secret;

  InstallationKeys(
      @Value("${rickyard.installation.publishable-key:}") String publishable,
      @Value("${rickyard.installation.secret-key:}") String secret) {
    this.publishable = publishable;
    this.secret = secret;
  }

  /** Refuses a key that is none of ours; showing none is allowed. */
  void check(@Nullable String shown) {
    if (shown != null && !same(shown, publishable) && !same(shown, secret)) {
      throw new RequestRefused(
          ErrorCode.INVALID_TOKEN, "The apikey is none of this installation's");
    }
  }

  /** Whether a bearer token is only the publishable key, which clients send when signed out. */
  boolean anonymous(String bearer) {
    return same(bearer, publishable);
  }

  private static boolean same(String shown, String key) {
    return !key.isEmpty()
        && MessageDigest.isEqual(
            shown.getBytes(StandardCharsets.UTF_8), key.getBytes(StandardCharsets.UTF_8));
  }
}
