package io.rickyard.cli.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import org.jspecify.annotations.Nullable;

/**
 * Talks to one installation with one token. Every POST carries an idempotency key of its own, so
 * that a request whose answer got lost may be sent again by the person without doubling its effect
 * within that call. Throws {@link ApiFailure}.
 */
public final class RickyardClient implements AutoCloseable {
  /** For JSON that is sent or read; shared because building one costs most of a command's time. */
  public static final JsonMapper JSON = JsonMapper.builder().build();

  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(35);

  private final URI url;
  private final @Nullable String token;
  private final HttpClient http;

  /** A client for the installation at this URL; without a token only what is open can be asked. */
  public RickyardClient(URI url, @Nullable String token) {
    this.url = url;
    this.token = token;
    var builder =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .followRedirects(HttpClient.Redirect.NEVER);
    if ("http".equals(url.getScheme())) {
      builder.sslContext(trustingNobody());
    }
    this.http = builder.build();
  }

  // The client sets up TLS whether it is used or not, and reading the trusted certificates takes a
  // good
  // part of a command's time.
  private static SSLContext trustingNobody() {
    try {
      var context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[0], null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("This Java has no TLS", e);
    }
  }

  /** The installation's URL. */
  public URI url() {
    return url;
  }

  /** Reads a resource. */
  public JsonNode get(Path path) {
    return send("GET", path, null, null, null).body();
  }

  /** Reads a resource after the projection has passed a position, waiting up to a second for it. */
  public JsonNode get(Path path, @Nullable String position) {
    return send("GET", path, null, position, null).body();
  }

  /** Posts a body, or nothing. */
  public Answer post(Path path, @Nullable ObjectNode body) {
    return post(path, body, UUID.randomUUID().toString());
  }

  /** The same under an idempotency key of the caller's own, who may so send it again. */
  public Answer post(Path path, @Nullable ObjectNode body, String idempotencyKey) {
    return send("POST", path, body, null, idempotencyKey);
  }

  /** Posts lines of JSON; the answer has a line for each that is not empty. */
  public List<JsonNode> postLines(Path path, byte[] lines) {
    var request =
        request(path)
            .timeout(ANSWER_TIMEOUT)
            .header("Accept", "application/x-ndjson, application/problem+json")
            .header("Content-Type", "application/x-ndjson")
            .header("Idempotency-Key", UUID.randomUUID().toString())
            .POST(HttpRequest.BodyPublishers.ofByteArray(lines))
            .build();
    var response = exchange(request, HttpResponse.BodyHandlers.ofString());
    if (response.statusCode() / 100 != 2) {
      throw refused(response, parsed(response.body()));
    }
    return response.body().lines().map(RickyardClient::parsed).toList();
  }

  /**
   * Posts a form as OAuth has it (RFC 6749, section 3.2). Its errors, which stand in the body with
   * status 400, are answers.
   */
  public Answer postForm(Path path, Map<String, String> fields) {
    var form =
        fields.entrySet().stream()
            .map(field -> encoded(field.getKey()) + "=" + encoded(field.getValue()))
            .collect(Collectors.joining("&"));
    var request =
        request(path)
            .timeout(ANSWER_TIMEOUT)
            .header("Accept", "application/json")
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(form))
            .build();
    var response = exchange(request, HttpResponse.BodyHandlers.ofString());
    var json = parsed(response.body());
    if (response.statusCode() / 100 != 2
        && (response.statusCode() != 400 || !json.path("error").isTextual())) {
      throw refused(response, json);
    }
    return new Answer(response.statusCode(), json, null, null);
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  /** Changes a resource as a whole. */
  public Answer put(Path path, ObjectNode body) {
    return send("PUT", path, body, null, null);
  }

  /** Changes a part of a resource. */
  public Answer patch(Path path, ObjectNode body) {
    return send("PATCH", path, body, null, null);
  }

  /** Deletes a resource. */
  public Answer delete(Path path) {
    return send("DELETE", path, null, null, null);
  }

  /**
   * Opens a stream of server-sent events; it connects on the first read, and again after a break.
   *
   * @param lastEventId the event to go on after, or null for the start
   */
  public EventStream stream(Path path, @Nullable String lastEventId) {
    return new EventStream(this, path, lastEventId);
  }

  /** An empty JSON object to fill in. */
  public static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** Ends all connections, also streams that are being read. */
  @Override
  public void close() {
    http.shutdownNow();
  }

  HttpResponse<InputStream> connect(Path path, @Nullable String lastEventId) {
    var request = request(path).header("Accept", "text/event-stream").GET();
    if (lastEventId != null) {
      request.header("Last-Event-ID", lastEventId);
    }
    var response = exchange(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    if (response.statusCode() == 200) {
      return response;
    }
    try (var body = response.body()) {
      throw refused(response, parsed(new String(body.readAllBytes(), StandardCharsets.UTF_8)));
    } catch (IOException e) {
      throw new InstallationUnreachable(url, "the answer broke off", e);
    }
  }

  private Answer send(
      String method,
      Path path,
      @Nullable ObjectNode body,
      @Nullable String position,
      @Nullable String idempotencyKey) {
    var request = request(path).header("Accept", "application/json").timeout(ANSWER_TIMEOUT);
    if (body == null) {
      request.method(method, HttpRequest.BodyPublishers.noBody());
    } else {
      request
          .header("Content-Type", "application/json")
          .method(method, HttpRequest.BodyPublishers.ofString(body.toString()));
    }
    if (idempotencyKey != null) {
      request.header("Idempotency-Key", idempotencyKey);
    }
    if (position != null) {
      request.header("Prefer", "wait=1").header("Rickyard-Position", position);
    }
    var response = exchange(request.build(), HttpResponse.BodyHandlers.ofString());
    var json = parsed(response.body());
    if (response.statusCode() / 100 != 2) {
      throw refused(response, json);
    }
    var headers = response.headers();
    return new Answer(
        response.statusCode(),
        json,
        headers.firstValue("Rickyard-Task").orElse(null),
        headers.firstValue("Rickyard-Position").orElse(null));
  }

  private HttpRequest.Builder request(Path path) {
    var base = url.toString();
    var target = (base.endsWith("/") ? base.substring(0, base.length() - 1) : base) + path;
    var request = HttpRequest.newBuilder(URI.create(target)).header("User-Agent", "rickyard-cli");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    return request;
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (HttpTimeoutException e) {
      throw new InstallationUnreachable(url, "it took too long", e);
    } catch (ConnectException e) {
      throw new InstallationUnreachable(url, "nothing listens there, or a firewall is between", e);
    } catch (InterruptedIOException e) {
      throw new InstallationUnreachable(url, "the request was interrupted", e);
    } catch (IOException e) {
      throw new InstallationUnreachable(url, reason(e), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InstallationUnreachable(url, "the request was interrupted", e);
    }
  }

  private static String reason(IOException failure) {
    return Optional.ofNullable(failure.getMessage()).orElse(failure.getClass().getSimpleName());
  }

  private static RequestRefused refused(HttpResponse<?> response, JsonNode body) {
    var retryAfter =
        response
            .headers()
            .firstValue("Retry-After")
            .filter(value -> value.matches("\\d{1,6}"))
            .map(value -> Duration.ofSeconds(Long.parseLong(value)));
    return RequestRefused.of(response.statusCode(), body, retryAfter.orElse(null));
  }

  private static JsonNode parsed(String body) {
    if (body.isBlank()) {
      return MissingNode.getInstance();
    }
    try {
      return JSON.readTree(body);
    } catch (JsonProcessingException _) {
      // A proxy's error page, or something else that is no Rickyard: the status says what there is
      // to say.
      return MissingNode.getInstance();
    }
  }
}
