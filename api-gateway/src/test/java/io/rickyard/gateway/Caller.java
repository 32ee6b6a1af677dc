package io.rickyard.gateway;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Somebody who calls the gateway. */
final class Caller {

  private static final HttpClient HTTP =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private final URI gateway;
  private final List<String> headers = new ArrayList<>();

  Caller(URI gateway) {
    this.gateway = gateway;
  }

  static Caller with(URI gateway, String token) {
    return new Caller(gateway).header("Authorization", "Bearer " + token);
  }

  Caller header(String name, String value) {
    headers.add(name);
    headers.add(value);
    return this;
  }

  Answered get(String path) {
    return send("GET", path, null);
  }

  Answered post(String path, String json) {
    return send("POST", path, json);
  }

  Answered send(String method, String path, @Nullable String json) {
    var request =
        HttpRequest.newBuilder(URI.create(gateway + path))
            .method(method, json == null ? BodyPublishers.noBody() : BodyPublishers.ofString(json));
    if (json != null && !headers.contains("Content-Type")) {
      request.header("Content-Type", "application/json");
    }
    if (!headers.isEmpty()) {
      request.headers(headers.toArray(String[]::new));
    }
    try {
      return new Answered(HTTP.send(request.build(), BodyHandlers.ofString()));
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + " got no answer", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** What came back. */
  record Answered(HttpResponse<String> response) {
    int status() {
      return response.statusCode();
    }

    String body() {
      return response.body();
    }

    @Nullable String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }

    JsonNode json() {
      try {
        return ContractJson.mapper().readTree(response.body());
      } catch (IOException e) {
        throw new AssertionError("No JSON: " + response.body(), e);
      }
    }

    String code() {
      return json().path("code").asText();
    }
  }
}
