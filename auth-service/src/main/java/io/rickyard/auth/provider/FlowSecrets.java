package io.rickyard.auth.provider;

import io.rickyard.auth.token.OpaqueToken;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * What binds a provider's answer to the way that was begun: PKCE's verifier (RFC 7636) and the ID
 * token's nonce. Both are computed from the state under a key outside the database, so they are
 * stored nowhere, and knowing the state, which stands in addresses, is not knowing them.
 */
public final class FlowSecrets {

  private final SecretKeySpec key;

  /** Under this key. */
  public FlowSecrets(byte[] key) {
    this.key = new SecretKeySpec(key, "HmacSHA256");
  }

  /** What the token endpoint is shown. */
  public String verifier(OpaqueToken state) {
    return derived("verifier", state);
  }

  /** What the ID token has to say. */
  public String nonce(OpaqueToken state) {
    return derived("nonce", state);
  }

  /** The verifier's challenge, by the method S256. */
  public String challenge(OpaqueToken state) {
    try {
      byte[] verifier = verifier(state).getBytes(StandardCharsets.US_ASCII);
      return encoded(MessageDigest.getInstance("SHA-256").digest(verifier));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  private String derived(String purpose, OpaqueToken state) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(key);
      return encoded(mac.doFinal((purpose + state.value()).getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("Every Java has HMAC-SHA256", e);
    }
  }

  private static String encoded(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
