package io.rickyard.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Instant;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Ways to forge or spoil a token that a service takes (RFC 8725), each as it would be sent. Whoever
 * takes one of them takes tokens of strangers.
 */
public final class Forgeries {

  private static final Base64.Encoder URL = Base64.getUrlEncoder().withoutPadding();

  private final KeyPair ours;
  private final String keyId;
  private final Claims good;
  private final KeyPair theirs = pair();
  private final Map<String, String> all = new LinkedHashMap<>();

  private Forgeries(KeyPair ours, String keyId, Claims good) {
    this.ours = ours;
    this.keyId = keyId;
    this.good = good;
  }

  /**
   * What a good token says.
   *
   * @param issuer whose it is
   * @param audience for whom
   * @param subject about whom
   * @param more other claims as JSON, each with a comma before it
   */
  public record Claims(String issuer, String audience, String subject, String more) {

    private String json(Instant notBefore, Instant end) {
      return "{\"iss\":\"%s\",\"aud\":\"%s\",\"sub\":\"%s\",\"nbf\":%d,\"exp\":%d%s}"
          .formatted(
              issuer, audience, subject, notBefore.getEpochSecond(), end.getEpochSecond(), more);
    }

    private String json(Instant now) {
      return json(now.minusSeconds(10), now.plusSeconds(300));
    }
  }

  /**
   * All of them by name; under {@code good} the token that they imitate, which has to be taken.
   *
   * @param keys the keys that the service trusts
   * @param keyId their id
   * @param now the service's time
   */
  public static Map<String, String> of(KeyPair keys, String keyId, Claims claims, Instant now) {
    var forgeries = new Forgeries(keys, keyId, claims);
    forgeries.make(now);
    return Map.copyOf(forgeries.all);
  }

  private void make(Instant now) {
    String claims = good.json(now);
    String usual = header("ES256", keyId, "");
    all.put("good", signed(usual, claims, ours.getPrivate()));
    unsigned(claims);
    withThePublicKeyAsSecret(claims);
    withTheirKey(claims);
    saysSomethingElse(now, usual);
    spoilt(claims, usual);
  }

  private void unsigned(String claims) {
    for (String none : new String[] {"none", "None", "nOnE", ""}) {
      all.put("alg '" + none + "'", text(header(none, keyId, ""), claims) + ".");
    }
    all.put("no signature", text(header("ES256", keyId, ""), claims) + ".");
    // r and s are 0, which holds for every text where it is not looked at (CVE-2022-21449).
    all.put("zero signature", text(header("ES256", keyId, ""), claims) + "." + url(new byte[64]));
  }

  private void withThePublicKeyAsSecret(String claims) {
    byte[] der = ours.getPublic().getEncoded();
    String pem =
        "-----BEGIN PUBLIC KEY-----\n"
            + Base64.getMimeEncoder(64, new byte[] {'\n'}).encodeToString(der)
            + "\n-----END PUBLIC KEY-----\n";
    for (String algorithm : new String[] {"HS256", "HS512"}) {
      all.put(algorithm + " with the public key", mac(algorithm, keyId, claims, der));
      all.put(
          algorithm + " with the public key as PEM",
          mac(algorithm, keyId, claims, pem.getBytes(US_ASCII)));
    }
    // What a file that is always empty would be as a key.
    all.put(
        "kid that is a path", mac("HS256", "../../../../../../dev/null", claims, new byte[] {0}));
  }

  private void withTheirKey(String claims) {
    byTheirKey("another key under our id", header("ES256", keyId, ""), claims);
    byTheirKey("another key under another id", header("ES256", "elsewhere", ""), claims);
    byTheirKey("another key under no id", "{\"alg\":\"ES256\",\"typ\":\"JWT\"}", claims);
    byTheirKey("kid with SQL", header("ES256", "x' or '1'='1", ""), claims);
    byTheirKey("kid with a union", header("ES256", "' union select 'a' --", ""), claims);
    byTheirKey("embedded key", header("ES256", keyId, ",\"jwk\":" + jwk()), claims);
    byTheirKey("embedded key and its id", header("ES256", "theirs", ",\"jwk\":" + jwk()), claims);
    byTheirKey(
        "address of keys",
        header("ES256", "theirs", ",\"jku\":\"http://127.0.0.1:9/jwks.json\""),
        claims);
    byTheirKey(
        "address of a certificate",
        header("ES256", "theirs", ",\"x5u\":\"http://127.0.0.1:9/certificate.pem\""),
        claims);
  }

  private void saysSomethingElse(Instant now, String usual) {
    byOurs("another issuer", usual, claims("https://evil.example", good.audience()).json(now));
    byOurs("another audience", usual, claims(good.issuer(), "somebody-else").json(now));
    byOurs("expired", usual, good.json(now.minusSeconds(7200), now.minusSeconds(3600)));
    byOurs("not yet valid", usual, good.json(now.plusSeconds(3600), now.plusSeconds(7200)));
  }

  private void spoilt(String claims, String usual) {
    String token = signed(usual, claims, ours.getPrivate());
    String[] parts = token.split("\\.", -1);
    String other = claims.replace(good.subject(), "0190a000-0000-7000-8000-0000000000ee");
    all.put("another payload", parts[0] + "." + url(other.getBytes(UTF_8)) + "." + parts[2]);
    all.put("cut short", token.substring(0, token.length() - 8));
    all.put("without its end", parts[0] + "." + parts[1]);
    all.put("signed twice over", token + "." + parts[2]);
  }

  private Claims claims(String issuer, String audience) {
    return new Claims(issuer, audience, good.subject(), good.more());
  }

  private void byTheirKey(String name, String header, String claims) {
    all.put(name, signed(header, claims, theirs.getPrivate()));
  }

  private void byOurs(String name, String header, String claims) {
    all.put(name, signed(header, claims, ours.getPrivate()));
  }

  private static String header(String algorithm, String keyId, String more) {
    return "{\"alg\":\"%s\",\"typ\":\"JWT\",\"kid\":\"%s\"%s}".formatted(algorithm, keyId, more);
  }

  private String jwk() {
    var point = ((ECPublicKey) theirs.getPublic()).getW();
    return "{\"kty\":\"EC\",\"crv\":\"P-256\",\"kid\":\"theirs\",\"x\":\"%s\",\"y\":\"%s\"}"
        .formatted(
            TestIssuer.coordinate(point.getAffineX()), TestIssuer.coordinate(point.getAffineY()));
  }

  private static String mac(String algorithm, String keyId, String claims, byte[] secret) {
    String text = text(header(algorithm, keyId, ""), claims);
    try {
      String name = algorithm.replace("HS", "HmacSHA");
      var mac = Mac.getInstance(name);
      mac.init(new SecretKeySpec(secret, name));
      return text + "." + url(mac.doFinal(text.getBytes(US_ASCII)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String signed(String header, String claims, PrivateKey key) {
    String text = text(header, claims);
    try {
      var signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(key);
      signature.update(text.getBytes(US_ASCII));
      return text + "." + url(signature.sign());
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static KeyPair pair() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      return generator.generateKeyPair();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String text(String header, String claims) {
    return url(header.getBytes(UTF_8)) + "." + url(claims.getBytes(UTF_8));
  }

  private static String url(byte[] bytes) {
    return URL.encodeToString(bytes);
  }
}
