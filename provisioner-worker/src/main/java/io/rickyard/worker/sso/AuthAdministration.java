package io.rickyard.worker.sso;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.stack.GatewayEndpoint;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What GoTrue lets administrators do with SAML providers ({@code /admin/sso/providers}), through
 * the project's own gateway and with one of its keys for servers. Metadata that is named by its
 * address is fetched there, within the stack's network.
 */
public final class AuthAdministration implements AutoCloseable {

  private static final String PROVIDERS = "/auth/v1/admin/sso/providers";
  private static final Duration CONNECT = Duration.ofSeconds(3);

  /** GoTrue itself gives a request ten seconds. */
  private static final Duration ANSWER = Duration.ofSeconds(15);

  private static final int LONGEST_ANSWER = 4 << 20;

  private final HttpClient http =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();

  /**
   * What it answered.
   *
   * @param body nothing where it was no JSON
   */
  public record Answer(int status, JsonNode body) {
    /** Checks that nothing is missing. */
    public Answer {
      requireNonNull(body, "body");
    }

    /** What it says went wrong. */
    public String message() {
      var told = body.path("msg").asText(body.path("message").asText());
      return told.isEmpty() ? "it answers " + status : told;
    }
  }

  /**
   * Asks for something.
   *
   * @param key a key for servers that opens the gateway
   * @param id of the provider; none for all of them
   * @throws IOException when there was no answer, or one that is too long
   */
  public Answer ask(
      GatewayEndpoint gateway,
      String key,
      String method,
      @Nullable String id,
      @Nullable JsonNode body)
      throws IOException, InterruptedException {
    var address =
        "http://%s:%d%s%s"
            .formatted(gateway.host(), gateway.port(), PROVIDERS, id == null ? "" : "/" + id);
    var request =
        HttpRequest.newBuilder(URI.create(address))
            .timeout(ANSWER)
            .header("apikey", key)
            .header("Content-Type", "application/json")
            .method(
                method,
                body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
            .build();
    var answer = http.send(request, BodyHandlers.limiting(BodyHandlers.ofString(), LONGEST_ANSWER));
    return new Answer(answer.statusCode(), read(answer.body()));
  }

  private static JsonNode read(String body) {
    try {
      return ContractJson.mapper().readTree(body);
    } catch (JsonProcessingException _) {
      return MissingNode.getInstance();
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
