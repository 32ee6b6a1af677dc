package io.rickyard.worker.content;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.stack.StackKeys;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Makes keys of one project, and the tokens that its gateway sends on in their place.
 *
 * @param project whose
 * @param signer what signs its tokens
 * @param now when
 * @param random where keys come from
 */
public record KeyMint(ProjectRef project, TokenSigner signer, Instant now, SecureRandom random) {

  String key(ProjectKey.Kind kind) {
    return switch (kind) {
      case PUBLISHABLE -> StackKeys.publishableKey(project, random);
      case SECRET -> StackKeys.secretKey(project, random);
    };
  }

  /** A token of the kind's role, or with the claims that were asked for. */
  String token(ProjectKey.Kind kind, @Nullable JsonNode template) {
    var claims = new LinkedHashMap<String, Object>();
    if (template != null) {
      template.properties().forEach(claim -> claims.put(claim.getKey(), claim.getValue()));
    }
    claims.putIfAbsent("role", kind == ProjectKey.Kind.SECRET ? "service_role" : "anon");
    return signer.sign(StackKeys.claims(project, Map.copyOf(claims), now));
  }

  @Override
  public String toString() {
    return "KeyMint[" + project + "]";
  }
}
