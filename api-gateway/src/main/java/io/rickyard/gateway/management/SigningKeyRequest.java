package io.rickyard.gateway.management;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.gateway.secret.SecretSealer;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A body that says what a signing key shall be.
 *
 * @param algorithm what it signs with
 * @param status standby, unless it shall sign at once
 * @param privateJwk the key itself, where it is brought along: a JSON Web Key
 */
record SigningKeyRequest(
    @Nullable String algorithm, @Nullable String status, @Nullable JsonNode privateJwk) {

  private static final Set<String> ALGORITHMS = Set.of("ES256", "RS256", "HS256");
  private static final String ED25519 = "EdDSA";
  private static final Set<String> STATUSES = Set.of("standby", "in_use");
  private static final int LONGEST_KEY = 16_000;

  /** The same for the worker. */
  record Sent(String algorithm, String status, @Nullable SealedSecret sealed) {}

  /** The same checked as far as it can be seen from outside, and the key sealed to the worker. */
  Sent sent(OrganizationId organization, SecretSealer sealer) {
    if (ED25519.equals(algorithm)) {
      throw new RequestRefused(
          ErrorCode.UNPROCESSABLE,
          "algorithm: not every service of a project takes tokens signed with Ed25519; use ES256");
    }
    if (algorithm == null || !ALGORITHMS.contains(algorithm)) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, "algorithm: one of ES256, RS256 and HS256");
    }
    if (status != null && !STATUSES.contains(status)) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, "status: a new key is standby or in_use");
    }
    return new Sent(algorithm, status == null ? "standby" : status, sealed(organization, sealer));
  }

  private @Nullable SealedSecret sealed(OrganizationId organization, SecretSealer sealer) {
    if (privateJwk == null || privateJwk.isNull()) {
      return null;
    }
    var key = privateJwk.toString();
    if (!privateJwk.isObject() || key.length() > LONGEST_KEY) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, "private_jwk: a JSON Web Key is an object of moderate size");
    }
    return sealer.seal(organization, "signing-key", key);
  }

  @Override
  public String toString() {
    return "SigningKeyRequest[%s %s]".formatted(algorithm, status);
  }
}
