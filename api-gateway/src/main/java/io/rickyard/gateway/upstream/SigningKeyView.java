package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.json.ContractJson;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A key of a project's tokens, as the Management API has it; nothing of it is private.
 *
 * @param status standby, in_use, previously_used or revoked
 * @param publicJwk what everybody may know of it; null of a secret
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
public record SigningKeyView(
    String id,
    String algorithm,
    String status,
    @Nullable JsonNode publicJwk,
    String createdAt,
    String updatedAt) {

  /** Checks that nothing required is missing. */
  public SigningKeyView {
    requireNonNull(id, "id");
    requireNonNull(algorithm, "algorithm");
    requireNonNull(status, "status");
    requireNonNull(createdAt, "createdAt");
    requireNonNull(updatedAt, "updatedAt");
  }

  /** The one that a change was about. */
  public static SigningKeyView of(ContentClient.Changed changed) {
    try {
      return ContractJson.mapper().treeToValue(changed.told(), SigningKeyView.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The worker told something else of a signing key", e);
    }
  }

  /** All of them. */
  public record All(List<SigningKeyView> keys) {
    /** Copies them. */
    public All {
      keys = List.copyOf(keys);
    }
  }
}
