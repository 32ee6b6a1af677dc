package io.rickyard.auth.jose;

import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWK;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.KeyUse;
import io.rickyard.auth.key.KeyRing;
import java.util.List;
import java.util.Map;

/** The public halves of the keys, as a JSON Web Key Set. */
public final class PublishedKeys {

  private final KeyRing keys;

  /** The keys of this ring. */
  public PublishedKeys(KeyRing keys) {
    this.keys = keys;
  }

  /** The set as a JSON object. */
  public Map<String, Object> asJson() {
    List<JWK> published =
        keys.published().stream()
            .<JWK>map(key ->
                new ECKey.Builder(Curve.P_256, key.publicKey())
                    .keyID(key.id())
                    .keyUse(KeyUse.SIGNATURE)
                    .algorithm(JWSAlgorithm.ES256)
                    .build())
            .toList();
    return new JWKSet(published).toJSONObject(true);
  }
}
