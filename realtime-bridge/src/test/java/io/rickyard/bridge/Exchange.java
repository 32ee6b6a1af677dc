package io.rickyard.bridge;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Stands for auth-service's exchange of tokens; everything else is the issuer's. */
final class Exchange implements AutoCloseable {

  private static final JsonMapper JSON = new JsonMapper();

  private final Map<String, String> users = new ConcurrentHashMap<>();
  private final HttpServer server;

  Exchange(String issuer) {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new IllegalStateException("The exchange cannot listen", e);
    }
    var _ = server.createContext("/internal/exchange", this::exchange);
    var _ = server.createContext("/", exchange -> pass(issuer, exchange));
    server.start();
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void accepts(String token, String user) {
    users.put(token, user);
  }

  void rejects(String token) {
    users.remove(token);
  }

  @Override
  public void close() {
    server.stop(0);
  }

  private void exchange(HttpExchange exchange) throws IOException {
    String token = JSON.readTree(exchange.getRequestBody()).path("token").asText();
    String user = users.get(token);
    if (user == null) {
      answer(exchange, 401, "{\"code\":\"invalid_token\"}");
    } else {
      answer(
          exchange,
          200,
          "{\"user_id\":\"%s\",\"kind\":\"session\",\"session_id\":\"session of %s\"}"
              .formatted(user, token));
    }
  }

  private static void pass(String issuer, HttpExchange exchange) throws IOException {
    try (var http = HttpClient.newHttpClient()) {
      var request = HttpRequest.newBuilder(URI.create(issuer + exchange.getRequestURI())).build();
      var found = http.send(request, HttpResponse.BodyHandlers.ofString());
      answer(exchange, found.statusCode(), found.body());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer(exchange, 503, "{}");
    }
  }

  private static void answer(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("content-type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }
}
