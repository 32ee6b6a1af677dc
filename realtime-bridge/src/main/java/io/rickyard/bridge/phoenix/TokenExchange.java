package io.rickyard.bridge.phoenix;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.micronaut.context.annotation.Property;
import io.rickyard.bridge.stream.Holder;
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
   * Who holds a token, and by what right; empty when it is not valid (any more).
   *
   * @throws IOException when auth-service does not answer
   */
  Optional<Holder> holderOf(ShownToken token) throws IOException, InterruptedException {
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
      case 200 -> unlimited(JSON.readTree(answer.body()));
      case 400, 401, 403 -> Optional.empty();
      default -> throw new IOException("auth-service answered " + answer.statusCode());
    };
  }

  /** A channel shows all that its holder may see, so a token limited to scopes joins none. */
  private static Optional<Holder> unlimited(JsonNode answer) throws IOException {
    return answer.path("scopes").isEmpty() ? Optional.of(holder(answer)) : Optional.empty();
  }

  private static Holder holder(JsonNode answer) throws IOException {
    String user = answer.path("user_id").textValue();
    if (user == null) {
      throw new IOException("auth-service answered without a user_id");
    }
    return new Holder(
        user, answer.path("session_id").textValue(), answer.path("token_id").textValue());
  }

  @PreDestroy
  void close() {
    http.shutdownNow();
  }
}
