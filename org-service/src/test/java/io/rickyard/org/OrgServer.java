package io.rickyard.org;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.service.RunningService;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** org-service on a database and a broker of the test's, and how the gateway calls it. */
final class OrgServer implements AutoCloseable {

  static final byte[] SIGNING_SECRET =
      "signing-secret-of-the-tests-32-bytes".getBytes(StandardCharsets.UTF_8);

  private final TokenMint mint = new TokenMint();
  private final HttpClient http = HttpClient.newHttpClient();
  private final RunningService service;

  OrgServer(TestDatabase database, TestBroker broker, Path directory, Map<String, Object> more) {
    var settings = new HashMap<String, Object>(database.settings("org"));
    settings.put("micronaut.server.port", -1);
    settings.put("rickyard.kafka.bootstrap-servers", broker.bootstrapServers());
    settings.put("rickyard.services.auth.url", mint.url());
    settings.put("rickyard.signing.key-id", "org");
    settings.put("rickyard.signing.secret", Base64.getEncoder().encodeToString(SIGNING_SECRET));
    settings.put("rickyard.org.master-key-file", directory.resolve("org-master.json").toString());
    settings.putAll(more);
    service = OrgService.start(settings);
  }

  /** What was answered. */
  record Answer(int status, JsonNode body, boolean replayed) {
    String text(String pointer) {
      return body.at(pointer).asText();
    }
  }

  /** Forged and spoilt tokens of somebody's, by what is wrong with them; one is {@code good}. */
  Map<String, String> forgeries(UUID user) {
    return mint.forgeries(user);
  }

  /** Lets somebody administer the installation. */
  void administrates(UUID user) {
    mint.administrates(user);
  }

  Answer get(UUID user, String path) {
    return send("GET", path, mint.session(user), null);
  }

  Answer post(UUID user, String path, Object body) {
    return send("POST", path, mint.session(user), body);
  }

  Answer patch(UUID user, String path, Object body) {
    return send("PATCH", path, mint.session(user), body);
  }

  Answer put(UUID user, String path, Object body) {
    return send("PUT", path, mint.session(user), body);
  }

  Answer delete(UUID user, String path) {
    return send("DELETE", path, mint.session(user), null);
  }

  Answer getAsGateway(String path) {
    return send("GET", path, mint.service("gateway"), null);
  }

  Answer postAsGateway(String path, Object body) {
    return send("POST", path, mint.service("gateway"), body);
  }

  /** A request under an idempotency key, from an address, as the gateway passes it on. */
  Answer once(UUID user, String path, Object body, String key, String fingerprint) {
    return send(
        "POST",
        path,
        mint.session(user),
        body,
        Map.of(
            "Idempotency-Key",
            key,
            "Rickyard-Idempotency-Scope",
            "POST /v1" + path,
            "Rickyard-Idempotency-Fingerprint",
            fingerprint.repeat(16),
            "X-Forwarded-For",
            "203.0.113.9"));
  }

  Answer send(String method, String path, @Nullable String token, @Nullable Object body) {
    return send(method, path, token, body, Map.of());
  }

  private Answer send(
      String method,
      String path,
      @Nullable String token,
      @Nullable Object body,
      Map<String, String> headers) {
    try {
      var publisher =
          body == null
              ? HttpRequest.BodyPublishers.noBody()
              : HttpRequest.BodyPublishers.ofByteArray(
                  ContractJson.mapper().writeValueAsBytes(body));
      var request =
          HttpRequest.newBuilder(URI.create(service.url() + path))
              .method(method, publisher)
              .header("Content-Type", "application/json");
      headers.forEach(request::header);
      if (token != null) {
        request.header("Authorization", "Bearer " + token);
      }
      var answer = http.send(request.build(), HttpResponse.BodyHandlers.ofByteArray());
      return new Answer(
          answer.statusCode(),
          ContractJson.mapper().readTree(answer.body()),
          answer.headers().firstValue("Rickyard-Replayed").isPresent());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** An organization of this user's. */
  String organization(UUID user, String name) {
    return post(user, "/organizations", Map.of("name", name)).text("/slug");
  }

  /** A project that was accepted, by its reference. */
  String project(UUID user, String organization) {
    return provision(user, organization, Map.of("name", "shop")).text("/project/ref");
  }

  Answer provision(UUID user, String organization, Map<String, Object> input) {
    return post(
        user,
        "/acceptances",
        Map.of("type", "stack.provision", "organization", organization, "input", input));
  }

  Answer change(UUID user, String type, String project) {
    return post(user, "/acceptances", Map.of("type", type, "project", project, "input", Map.of()));
  }

  @Override
  public void close() {
    service.close();
    mint.close();
    http.close();
  }
}
