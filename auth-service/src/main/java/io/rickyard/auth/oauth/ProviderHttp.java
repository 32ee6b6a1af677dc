package io.rickyard.auth.oauth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rickyard.auth.provider.ProviderFailed;
import io.rickyard.auth.provider.ProviderFailed.Reason;
import io.rickyard.contracts.json.ContractJson;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Asks providers. An answer has to be there as a whole within a time, whatever trickles in, and has
 * a greatest size; nothing that it points to is followed.
 */
public final class ProviderHttp implements AutoCloseable {

  private static final int MOST_BYTES = 256 * 1024;
  private static final int SERVER_ERROR = 500;

  private final Duration limit;
  private final HttpClient client;

  /** With this much time for each answer. */
  public ProviderHttp(Duration limit) {
    this.limit = limit;
    this.client =
        HttpClient.newBuilder()
            .connectTimeout(limit)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  /** A good answer's JSON. */
  JsonNode read(URI uri, Map<String, String> headers) throws ProviderFailed {
    return json(uri, good(uri, text(uri, headers)));
  }

  /** A good answer's text. */
  String readText(URI uri) throws ProviderFailed {
    return good(uri, text(uri, Map.of()));
  }

  private HttpResponse<String> text(URI uri, Map<String, String> headers) throws ProviderFailed {
    return send(request(uri, headers).GET().build());
  }

  /** What a form is answered with, JSON or a form itself; also when it is a refusal. */
  ObjectNode post(URI uri, Map<String, String> headers, Map<String, String> form)
      throws ProviderFailed {
    var request =
        request(uri, headers)
            .header("Content-Type", "application/x-www-form-urlencoded")
            .POST(HttpRequest.BodyPublishers.ofString(Forms.encoded(form)))
            .build();
    var answer = send(request);
    if (answer.statusCode() >= SERVER_ERROR) {
      throw noAnswer(uri);
    }
    String type = answer.headers().firstValue("Content-Type").orElse("").toLowerCase(Locale.ROOT);
    if (type.startsWith("application/x-www-form-urlencoded")) {
      var object = JsonNodeFactory.instance.objectNode();
      Forms.decoded(answer.body()).forEach(object::put);
      return object;
    }
    if (json(uri, answer.body()) instanceof ObjectNode object) {
      return object;
    }
    throw noAnswer(uri);
  }

  private HttpRequest.Builder request(URI uri, Map<String, String> headers) {
    var request =
        HttpRequest.newBuilder(uri)
            .timeout(limit)
            .header("Accept", "application/json")
            .header("User-Agent", "Rickyard");
    headers.forEach(request::header);
    return request;
  }

  private HttpResponse<String> send(HttpRequest request) throws ProviderFailed {
    var answer =
        client.sendAsync(
            request,
            BodyHandlers.limiting(BodyHandlers.ofString(StandardCharsets.UTF_8), MOST_BYTES));
    try {
      return answer.get(limit.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      answer.cancel(true); // or a body that trickles would go on
      throw new ProviderFailed(Reason.NO_ANSWER, answersNot(request.uri()), e);
    } catch (InterruptedException e) {
      answer.cancel(true);
      Thread.currentThread().interrupt();
      throw new ProviderFailed(Reason.NO_ANSWER, answersNot(request.uri()), e);
    }
  }

  private static String good(URI uri, HttpResponse<String> answer) throws ProviderFailed {
    if (answer.statusCode() == 200) {
      return answer.body();
    }
    if (answer.statusCode() == 401 || answer.statusCode() == 403) {
      throw new ProviderFailed(Reason.REFUSED, uri.getHost() + " refused what it had issued");
    }
    throw noAnswer(uri);
  }

  private static JsonNode json(URI uri, String body) throws ProviderFailed {
    try {
      return ContractJson.mapper().readTree(body);
    } catch (JsonProcessingException e) {
      throw new ProviderFailed(Reason.NO_ANSWER, answersNot(uri), e);
    }
  }

  private static ProviderFailed noAnswer(URI uri) {
    return new ProviderFailed(Reason.NO_ANSWER, answersNot(uri));
  }

  private static String answersNot(URI uri) {
    return uri.getHost() + " does not answer as it should";
  }

  @Override
  public void close() {
    client.shutdownNow();
  }
}
