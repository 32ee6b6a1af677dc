package io.rickyard.gateway.identity;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Base64;

/**
 * What can be seen of an access token without its key. It only spares auth-service tokens that can
 * never be valid; whether one is valid, auth-service says.
 */
final class AccessTokenForm {

  private static final String ALGORITHM = "ES256";

  private AccessTokenForm() {}

  /** Refuses what no key could make valid at this time. */
  static void check(ShownToken token, Instant now) {
    String[] parts = token.value().split("\\.", -1);
    JsonNode header = part(parts[0]);
    if (!ALGORITHM.equals(header.path("alg").asText())) {
      throw invalid("An access token is signed with " + ALGORITHM);
    }
    if (parts[2].isEmpty()) {
      throw invalid("The token has no signature");
    }
    JsonNode expiry = part(parts[1]).path("exp");
    if (!expiry.canConvertToLong()) {
      throw invalid("The token does not say when it ends");
    }
    if (expiry.asLong() <= now.getEpochSecond()) {
      throw new RequestRefused(
          ErrorCode.TOKEN_EXPIRED, "The token has expired: refresh the session or sign in again");
    }
  }

  private static JsonNode part(String encoded) {
    try {
      return ContractJson.mapper().readTree(Base64.getUrlDecoder().decode(encoded));
    } catch (JsonProcessingException | IllegalArgumentException _) {
      throw invalid("The token is no JWT");
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory could not be read", e);
    }
  }

  private static RequestRefused invalid(String detail) {
    return new RequestRefused(ErrorCode.INVALID_TOKEN, detail);
  }
}
