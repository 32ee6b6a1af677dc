package io.rickyard.auth.oauth;

import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import io.rickyard.auth.provider.ProviderFailed;
import io.rickyard.auth.provider.ProviderFailed.Reason;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.ParseException;
import java.util.Arrays;
import java.util.Base64;

/** That an access token came with an ID token (OpenID Connect Core 1.0, 3.1.3.8). */
final class AccessTokenHash {

  private AccessTokenHash() {}

  static void check(JWTClaimsSet claims, String idToken, String accessToken) throws ProviderFailed {
    Object expected = claims.getClaim("at_hash");
    if (expected != null && !expected.equals(of(idToken, accessToken))) {
      throw new ProviderFailed(
          Reason.NOT_BELIEVED, "The access token did not come with the ID token");
    }
  }

  private static String of(String idToken, String accessToken) throws ProviderFailed {
    try {
      String algorithm = SignedJWT.parse(idToken).getHeader().getAlgorithm().getName();
      var digest = MessageDigest.getInstance("SHA-" + algorithm.substring(2));
      byte[] hash = digest.digest(accessToken.getBytes(StandardCharsets.US_ASCII));
      return Base64.getUrlEncoder()
          .withoutPadding()
          .encodeToString(Arrays.copyOf(hash, hash.length / 2));
    } catch (ParseException | NoSuchAlgorithmException e) {
      throw new ProviderFailed(Reason.NOT_BELIEVED, "The ID token is not good", e);
    }
  }
}
