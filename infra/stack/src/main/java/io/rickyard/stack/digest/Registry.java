package io.rickyard.stack.digest;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A registry that speaks the distribution protocol. It asks for who one is in one of two ways: at
 * once, or by a token from elsewhere.
 */
final class Registry {

  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MOST_BYTES = 4 << 20;

  /** An index first: it is what means the same on every processor. */
  private static final String KINDS =
      "application/vnd.oci.image.index.v1+json,"
          + "application/vnd.docker.distribution.manifest.list.v2+json,"
          + "application/vnd.oci.image.manifest.v1+json,"
          + "application/vnd.docker.distribution.manifest.v2+json";

  private static final Pattern PARAMETER = Pattern.compile("([a-z]+)=\"([^\"]*)\"");
  private static final Pattern TOKEN =
      Pattern.compile("\"(?:access_)?token\"\\s*:\\s*\"([^\"]+)\"");
  private static final Pattern LOOPBACK = Pattern.compile("localhost|127[.][0-9.]+|\\[::1\\]");

  private final HttpClient http;
  private final URI root;
  private final String path;
  private final Optional<String> login;

  /**
   * One at this place.
   *
   * @param place {@code host[:port][/path]}, over TLS unless it begins with {@code http://} and is
   *     this machine
   * @param login {@code user:password}
   */
  Registry(HttpClient http, String place, Optional<String> login) {
    this.http = http;
    var plain = place.startsWith("http://");
    var bare = place.replaceFirst("^https?://", "");
    var slash = bare.indexOf('/');
    this.root =
        URI.create(
            (plain ? "http://" : "https://") + (slash < 0 ? bare : bare.substring(0, slash)));
    this.path = slash < 0 ? "" : bare.substring(slash + 1).replaceFirst("/$", "") + "/";
    this.login = login;
    if (root.getHost() == null) {
      throw new IllegalArgumentException(place + " is no registry: host[:port][/path]");
    }
    if (plain && !LOOPBACK.matcher(root.getHost()).matches()) {
      throw new IllegalArgumentException(place + " is on another machine and without TLS");
    }
  }

  /** What a tag means now. */
  String digest(String repository, String tag) throws RegistryException, InterruptedException {
    var manifest = root.resolve("/v2/%s%s/manifests/%s".formatted(path, repository, tag));
    var answer = get(manifest, Optional.empty());
    if (answer.statusCode() == 401) {
      answer = get(manifest, Optional.of(authorization(answer)));
    }
    if (answer.statusCode() != 200) {
      throw new RegistryException(
          "%s answers %d for %s:%s".formatted(root, answer.statusCode(), path + repository, tag));
    }
    var content = answer.body();
    if (content.length > MOST_BYTES) {
      throw new RegistryException("What %s says of %s is no manifest".formatted(root, repository));
    }
    var digest = "sha256:" + HexFormat.of().formatHex(sha256(content));
    var said = answer.headers().firstValue("Docker-Content-Digest");
    if (said.isPresent() && !said.get().equals(digest)) {
      throw new RegistryException(
          "%s says that %s:%s is %s, but what it sends is %s"
              .formatted(root, repository, tag, said.get(), digest));
    }
    return digest;
  }

  private String authorization(HttpResponse<byte[]> refusal)
      throws RegistryException, InterruptedException {
    var asks = refusal.headers().firstValue("WWW-Authenticate").orElse("");
    if (asks.regionMatches(true, 0, "Basic", 0, 5)) {
      return basic()
          .orElseThrow(() ->
              new RegistryException(
                  root + " wants a user and a password: --user and RICKYARD_REGISTRY_PASSWORD"));
    }
    if (asks.regionMatches(true, 0, "Bearer", 0, 6)) {
      return "Bearer " + token(asks);
    }
    throw new RegistryException("%s asks for what is not known here: %s".formatted(root, asks));
  }

  private String token(String asks) throws RegistryException, InterruptedException {
    var realm = "";
    var query = new StringBuilder();
    for (var parameter : PARAMETER.matcher(asks).results().toList()) {
      if (parameter.group(1).equals("realm")) {
        realm = parameter.group(2);
      } else if (!parameter.group(1).equals("error")) {
        query
            .append(query.isEmpty() ? '?' : '&')
            .append(parameter.group(1))
            .append('=')
            .append(URLEncoder.encode(parameter.group(2), UTF_8));
      }
    }
    var from = URI.create(realm + query);
    if (!"https".equals(from.getScheme()) && !root.getScheme().equals(from.getScheme())) {
      throw new RegistryException("%s sends us to %s, without TLS".formatted(root, realm));
    }
    var answer = get(from, basic());
    var token = TOKEN.matcher(new String(answer.body(), UTF_8));
    if (answer.statusCode() != 200 || !token.find()) {
      throw new RegistryException(
          "%s answers %d and gives no token".formatted(realm, answer.statusCode()));
    }
    return token.group(1);
  }

  private Optional<String> basic() {
    return login.map(known -> "Basic " + Base64.getEncoder().encodeToString(known.getBytes(UTF_8)));
  }

  private HttpResponse<byte[]> get(URI from, Optional<String> authorization)
      throws RegistryException, InterruptedException {
    var request = HttpRequest.newBuilder(from).timeout(PATIENCE).header("Accept", KINDS);
    authorization.ifPresent(value -> request.header("Authorization", value));
    try {
      return http.send(request.build(), BodyHandlers.ofByteArray());
    } catch (IOException e) {
      throw new RegistryException("%s does not answer: %s".formatted(from.getHost(), e), e);
    }
  }

  private static byte[] sha256(byte[] content) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(content);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every JDK has it", e);
    }
  }
}
