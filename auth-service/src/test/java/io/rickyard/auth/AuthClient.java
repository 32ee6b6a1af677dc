package io.rickyard.auth;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import io.rickyard.contracts.json.ContractJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Talks to the service as its callers do. */
final class AuthClient implements AutoCloseable {

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI url;

  AuthClient(URI url) {
    this.url = url;
  }

  record Answer(int status, JsonNode body, HttpResponse<String> response) {
    String text(String field) {
      return body.path(field).asText();
    }

    @Nullable String header(String name) {
      return response.headers().firstValue(name).orElse(null);
    }
  }

  Answer get(String path, @Nullable String bearer) {
    return send(request(path, bearer).GET());
  }

  Answer delete(String path, @Nullable String bearer) {
    return send(request(path, bearer).DELETE());
  }

  Answer post(String path, Object body, @Nullable String bearer) {
    return send(with("POST", path, body, bearer));
  }

  Answer put(String path, Object body, @Nullable String bearer) {
    return send(with("PUT", path, body, bearer));
  }

  Answer send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
      return new Answer(response.statusCode(), parse(response.body()), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  HttpRequest.Builder with(String method, String path, Object body, @Nullable String bearer) {
    try {
      String json =
          body instanceof String text ? text : ContractJson.mapper().writeValueAsString(body);
      return request(path, bearer)
          .header("content-type", "application/json;charset=UTF-8")
          .method(method, HttpRequest.BodyPublishers.ofString(json));
    } catch (JsonProcessingException e) {
      throw new AssertionError(e);
    }
  }

  HttpRequest.Builder request(String path, @Nullable String bearer) {
    var request = HttpRequest.newBuilder(url.resolve(path));
    return bearer == null ? request : request.header("authorization", "Bearer " + bearer);
  }

  Answer signIn(String email, String password) {
    return post("/token?grant_type=password", Map.of("email", email, "password", password), null);
  }

  Answer refresh(String token) {
    return post("/token?grant_type=refresh_token", Map.of("refresh_token", token), null);
  }

  Answer exchange(String token) {
    return post("/internal/exchange", Map.of("token", token), null);
  }

  String internal(String token) {
    return exchange(token).text("internal_token");
  }

  private static JsonNode parse(String body) {
    try {
      return body.isEmpty() ? MissingNode.getInstance() : ContractJson.mapper().readTree(body);
    } catch (JsonProcessingException e) {
      throw new AssertionError(body, e);
    }
  }

  @Override
  public void close() {
    http.close();
  }
}
