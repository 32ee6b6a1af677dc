package io.rickyard.gateway.project;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.micronaut.context.annotation.Value;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import io.rickyard.contracts.json.ContractJson;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Base64;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Takes out of a request what proves to this installation who somebody is. A browser or a program
 * that sends it to a project by mistake must not hand it to that project's services.
 */
@Singleton
final class OurSecrets {

  private static final String HEADERS = "rickyard-";
  private static final Pattern COOKIE = Pattern.compile("(__Host-)?rickyard-[^=]*(=.*)?");
  private static final Pattern BEARER = Pattern.compile("(?i)bearer +(\\S+) *");

  /** What auth-service makes that is no JWT; see there. */
  private static final Pattern OPAQUE =
      Pattern.compile("(?:sbp_(?:oauth_|v0_)?|rks_|rkt_)[0-9a-f]{40}");

  private static final String API_KEY = "apikey";

  private final String secretKey;
  private final String issuer;

  OurSecrets(
      @Value("${rickyard.installation.secret-key:}") String secretKey,
      @Value("${rickyard.installation.url:}") String url) {
    this.secretKey = secretKey;
    this.issuer = url + "/auth/v1";
  }

  void takeOut(HttpHeaders headers) {
    for (var name : headers.names()) {
      if (name.toLowerCase(Locale.ROOT).startsWith(HEADERS)) {
        headers.remove(name);
      }
    }
    cookies(headers);
    if (headers.getAll(HttpHeaderNames.AUTHORIZATION).stream().anyMatch(this::ourBearer)) {
      headers.remove(HttpHeaderNames.AUTHORIZATION);
    }
    if (headers.getAll(API_KEY).stream().anyMatch(this::ours)) {
      headers.remove(API_KEY);
    }
  }

  private static void cookies(HttpHeaders headers) {
    var sent = headers.getAll(HttpHeaderNames.COOKIE);
    if (sent.isEmpty()) {
      return;
    }
    var kept =
        sent.stream()
            .flatMap(line -> Arrays.stream(line.split(";", -1)))
            .map(String::strip)
            .filter(cookie -> !cookie.isEmpty() && !COOKIE.matcher(cookie).matches())
            .collect(Collectors.joining("; "));
    headers.remove(HttpHeaderNames.COOKIE);
    if (!kept.isEmpty()) {
      headers.set(HttpHeaderNames.COOKIE, kept);
    }
  }

  private boolean ourBearer(String authorization) {
    var bearer = BEARER.matcher(authorization);
    return bearer.matches() && ours(bearer.group(1));
  }

  private boolean ours(String token) {
    return OPAQUE.matcher(token).matches()
        || (!secretKey.isEmpty() && token.equals(secretKey))
        || issuedHere(token);
  }

  /** Looks at the claims only: whether it is genuine is of no matter here. */
  private boolean issuedHere(String token) {
    var parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return false;
    }
    try {
      var claims = ContractJson.mapper().readTree(Base64.getUrlDecoder().decode(parts[1]));
      return claims.path("iss").asText().equals(issuer);
    } catch (JsonProcessingException | IllegalArgumentException _) {
      return false; // no JWT
    } catch (IOException e) {
      throw new UncheckedIOException("Bytes in memory could not be read", e);
    }
  }
}
