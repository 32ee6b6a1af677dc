package io.rickyard.gateway.secret;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.service.InvalidSetting;
import java.nio.charset.StandardCharsets;
import java.security.InvalidKeyException;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Tells whether two requests ask for the same, without keeping what they ask for: an HMAC over the
 * body with its keys in order. A plain hash would let a password be guessed.
 */
@Context
public final class Fingerprints {

  private static final String SETTING = "rickyard.gateway.fingerprint-key";
  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] PURPOSE =
      "rickyard idempotency fingerprint".getBytes(StandardCharsets.UTF_8);

  /** Sorts records' fields and, after the detour over maps, the keys of any tree. */
  private static final JsonMapper CANONICAL =
      ContractJson.mapper()
          .rebuild()
          .enable(MapperFeature.SORT_PROPERTIES_ALPHABETICALLY)
          .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
          .build();

  private final SecretKeySpec key;

  /**
   * Uses its own secret or, where none is set, one derived from the signing secret, which is never
   * used as it is for a second purpose.
   */
  Fingerprints(
      @Value("${" + SETTING + ":}") String own,
      @Value("${rickyard.signing.secret:}") String signing) {
    if (own.isBlank() && signing.isBlank()) {
      throw new InvalidSetting(SETTING, "is missing, and so is rickyard.signing.secret");
    }
    this.key =
        own.isBlank()
            ? new SecretKeySpec(
                mac(new SecretKeySpec(decode(signing), ALGORITHM), PURPOSE), ALGORITHM)
            : new SecretKeySpec(decode(own), ALGORITHM);
  }

  /** The fingerprint of a body: anything that can be written as JSON. */
  public String of(Object body) {
    try {
      Object plain = CANONICAL.convertValue(body, Object.class);
      return HexFormat.of().formatHex(mac(key, CANONICAL.writeValueAsBytes(plain)));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A body that came as JSON could not be written as JSON", e);
    }
  }

  private static byte[] decode(String secret) {
    try {
      return Base64.getDecoder().decode(secret);
    } catch (IllegalArgumentException e) {
      throw new InvalidSetting(SETTING, "or rickyard.signing.secret is no base64", e);
    }
  }

  private static byte[] mac(SecretKeySpec key, byte[] data) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(key);
      return mac.doFinal(data);
    } catch (NoSuchAlgorithmException | InvalidKeyException e) {
      throw new IllegalStateException("Every Java has " + ALGORITHM, e);
    }
  }
}
