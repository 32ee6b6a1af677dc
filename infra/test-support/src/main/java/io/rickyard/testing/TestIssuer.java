package io.rickyard.testing;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.Signature;
import java.security.interfaces.ECPublicKey;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Stands for auth-service towards one that takes internal tokens: signs them (ES256) and publishes
 * the key. Close it after the service.
 */
public final class TestIssuer implements AutoCloseable {

  private static final String KEY_ID = "test-key";
  private static final Duration LIFE = Duration.ofMinutes(5);

  private final KeyPair keys;
  private final HttpServer server;

  private TestIssuer(KeyPair keys, HttpServer server) {
    this.keys = keys;
    this.server = server;
  }

  /** Starts one with a fresh key. */
  public static TestIssuer start() {
    try {
      var generator = KeyPairGenerator.getInstance("EC");
      generator.initialize(new ECGenParameterSpec("secp256r1"));
      var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      var issuer = new TestIssuer(generator.generateKeyPair(), server);
      issuer.answer("/.well-known/jwks.json", issuer.keySet());
      server.start();
      return issuer;
    } catch (IOException e) {
      throw new UncheckedIOException("The issuer cannot listen", e);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The issuer has no key", e);
    }
  }

  /** What goes into {@code rickyard.services.auth.url}. */
  public String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Lets a path answer 200 with this JSON. */
  public void answer(String path, String json) {
    var _ =
        server.createContext(
            path,
            exchange -> {
              byte[] body = json.getBytes(UTF_8);
              exchange.getRequestBody().readAllBytes();
              exchange.getResponseHeaders().set("content-type", "application/json");
              exchange.sendResponseHeaders(200, body.length);
              exchange.getResponseBody().write(body);
              exchange.close();
            });
  }

  /** An internal token of a person with a session. */
  public String session(String userId) {
    return token(userId, Map.of("kind", "session", "sid", "session-of-" + userId));
  }

  /**
   * Forged and spoilt internal tokens of a person, by what is wrong with them; under {@code good}
   * one that is not.
   */
  public Map<String, String> forgeries(String userId) {
    var claims =
        new Forgeries.Claims(
            "rickyard",
            "rickyard.internal",
            userId,
            ",\"kind\":\"session\",\"sid\":\"session-of-" + userId + "\"");
    return Forgeries.of(keys, KEY_ID, claims, Instant.now());
  }

  /** An internal token of one of our services. */
  public String service(String name) {
    return token(name, Map.of("kind", "service"));
  }

  /** An internal token with these claims beside the usual ones. */
  public String token(String subject, Map<String, String> claims) {
    Instant now = Instant.now();
    String more =
        claims.entrySet().stream()
            .map(claim -> ",\"" + claim.getKey() + "\":\"" + claim.getValue() + "\"")
            .collect(Collectors.joining());
    String header = "{\"alg\":\"ES256\",\"typ\":\"JWT\",\"kid\":\"" + KEY_ID + "\"}";
    String body =
        "{\"iss\":\"rickyard\",\"aud\":\"rickyard.internal\",\"sub\":\"%s\",\"iat\":%d,\"exp\":%d%s}"
            .formatted(subject, now.getEpochSecond(), now.plus(LIFE).getEpochSecond(), more);
    String signed = encode(header.getBytes(UTF_8)) + "." + encode(body.getBytes(UTF_8));
    return signed + "." + encode(sign(signed.getBytes(UTF_8)));
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private byte[] sign(byte[] text) {
    try {
      Signature signature = Signature.getInstance("SHA256withECDSAinP1363Format");
      signature.initSign(keys.getPrivate());
      signature.update(text);
      return signature.sign();
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("The token cannot be signed", e);
    }
  }

  private String keySet() {
    var point = ((ECPublicKey) keys.getPublic()).getW();
    return "{\"keys\":[{\"kty\":\"EC\",\"crv\":\"P-256\",\"use\":\"sig\",\"alg\":\"ES256\",\"kid\":\"%s\",\"x\":\"%s\",\"y\":\"%s\"}]}"
        .formatted(KEY_ID, coordinate(point.getAffineX()), coordinate(point.getAffineY()));
  }

  static String coordinate(BigInteger value) {
    byte[] bytes = value.toByteArray();
    byte[] fixed = new byte[32];
    int length = Math.min(bytes.length, 32);
    System.arraycopy(bytes, bytes.length - length, fixed, 32 - length, length);
    return encode(fixed);
  }

  private static String encode(byte[] bytes) {
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }
}
