package io.rickyard.org;

import com.nimbusds.jose.JOSEException;
import com.nimbusds.jose.JWSAlgorithm;
import com.nimbusds.jose.JWSHeader;
import com.nimbusds.jose.crypto.ECDSASigner;
import com.nimbusds.jose.jwk.Curve;
import com.nimbusds.jose.jwk.ECKey;
import com.nimbusds.jose.jwk.JWKSet;
import com.nimbusds.jose.jwk.gen.ECKeyGenerator;
import com.nimbusds.jwt.JWTClaimsSet;
import com.nimbusds.jwt.SignedJWT;
import com.sun.net.httpserver.HttpServer;
import io.rickyard.testing.Forgeries;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Stands in for auth-service: makes internal tokens and serves the key they are verified with. */
final class TokenMint implements AutoCloseable {

  private final Set<UUID> administrators = ConcurrentHashMap.newKeySet();
  private final ECKey key;
  private final HttpServer server;

  TokenMint() {
    try {
      key = new ECKeyGenerator(Curve.P_256).keyID("test").algorithm(JWSAlgorithm.ES256).generate();
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    byte[] jwks = new JWKSet(key).toString(true).getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/.well-known/jwks.json",
        exchange -> {
          exchange.getResponseHeaders().add("Content-Type", "application/json");
          exchange.sendResponseHeaders(200, jwks.length);
          exchange.getResponseBody().write(jwks);
          exchange.close();
        });
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Forged and spoilt tokens of somebody's, by what is wrong with them; one is {@code good}. */
  Map<String, String> forgeries(UUID user) {
    var claims =
        new Forgeries.Claims(
            "rickyard",
            "rickyard.internal",
            user.toString(),
            ",\"kind\":\"session\",\"sid\":\"s\"");
    try {
      return Forgeries.of(key.toKeyPair(), key.getKeyID(), claims, Instant.now());
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Lets somebody administer the installation. */
  void administrates(UUID user) {
    administrators.add(user);
  }

  String session(UUID user) {
    return token(user.toString(), "session", administrators.contains(user));
  }

  String service(String name) {
    return token(name, "service", false);
  }

  private String token(String subject, String kind, boolean administrator) {
    try {
      var claims =
          new JWTClaimsSet.Builder()
              .issuer("rickyard")
              .audience("rickyard.internal")
              .subject(subject)
              .claim("kind", kind)
              .claim("sid", "session-of-" + subject)
              .claim("email", subject + "@example.org")
              .claim("scopes", List.of())
              .claim("administrator", administrator)
              .expirationTime(Date.from(Instant.now().plusSeconds(60)))
              .build();
      var jwt =
          new SignedJWT(
              new JWSHeader.Builder(JWSAlgorithm.ES256).keyID(key.getKeyID()).build(), claims);
      jwt.sign(new ECDSASigner(key));
      return jwt.serialize();
    } catch (JOSEException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
