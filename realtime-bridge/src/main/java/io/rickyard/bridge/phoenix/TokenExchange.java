package io.rickyard.bridge.phoenix;

import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micronaut.context.annotation.Property;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/** Asks auth-service who shows a token. */
@Singleton
final class TokenExchange {

  private static final Duration LONGEST = Duration.ofSeconds(5);
  private static final JsonMapper JSON = new JsonMapper();

  private final URI exchange;
  private final HttpClient http;

  TokenExchange(@Property(name = "rickyard.services.auth.url") String auth) {
    this.exchange = URI.create(auth + "/internal/exchange");
    this.http =
        HttpClient.newBuilder()
            .connectTimeout(LONGEST)
            .version(HttpClient.Version.HTTP_1_1)
            .build();
  }

  /**
   * The user who holds a token; empty when it is not valid (any more).
   *
   * @throws IOException when auth-service does not answer
   */
  Optional<String> userOf(ShownToken token) throws IOException, InterruptedException {
    var answer =
        http.send(
            HttpRequest.newBuilder(exchange)
                .timeout(LONGEST)
                .header("content-type", "application/json")
                .POST(
                    HttpRequest.BodyPublishers.ofString(
                        JSON.writeValueAsString(Map.of("token", token.value()))))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    return switch (answer.statusCode()) {
      case 200 -> Optional.ofNullable(JSON.readTree(answer.body()).path("user_id").textValue());
      case 400, 401, 403 -> Optional.empty();
      default -> throw new IOException("auth-service answered " + answer.statusCode());
    };
  }

  @PreDestroy
  void close() {
    http.shutdownNow();
  }
}
