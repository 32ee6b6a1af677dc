package io.rickyard.gateway.doubles;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Function;

/** A service that answers by table: the first rule whose pattern fits method and path counts. */
public final class ServiceDouble implements AutoCloseable {

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final Map<String, Function<Asked, Reply>> rules = new ConcurrentHashMap<>();
  private volatile boolean broken;

  /** Starts on a free port. */
  public ServiceDouble() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 100);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
    on("GET /health", _ -> Reply.json(200, Map.of("status", "UP")));
  }

  /** Answers requests whose method and path match a regular expression; replaces an equal one. */
  public ServiceDouble on(String pattern, Function<Asked, Reply> answer) {
    rules.put(pattern, answer);
    return this;
  }

  /** Lets every request fail, or stops that. */
  public void broken(boolean now) {
    broken = now;
  }

  /** What was asked, apart from health. */
  public List<Asked> asked() {
    return asked.stream().filter(request -> !request.path().equals("/health")).toList();
  }

  /** What was asked of a resource. */
  public List<Asked> asked(String line) {
    return asked.stream().filter(request -> request.line().equals(line)).toList();
  }

  /** Forgets what was asked. */
  public void forget() {
    asked.clear();
  }

  /** Where it listens. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = read(exchange);
      asked.add(request);
      var reply = broken ? Reply.problem(500, "internal_error", "broken") : answer(request);
      exchange.getResponseHeaders().set("Content-Type", reply.contentType());
      reply.headers().forEach(exchange.getResponseHeaders()::set);
      exchange.sendResponseHeaders(
          reply.status(), reply.body().length == 0 ? -1 : reply.body().length);
      exchange.getResponseBody().write(reply.body());
    }
  }

  private Reply answer(Asked request) {
    return rules.entrySet().stream()
        .filter(rule -> request.line().matches(rule.getKey()))
        .findFirst()
        .map(rule -> rule.getValue().apply(request))
        .orElseGet(() -> Reply.problem(404, "not_found", "There is no such thing"));
  }

  private static Asked read(HttpExchange exchange) throws IOException {
    Map<String, String> headers = new HashMap<>();
    exchange
        .getRequestHeaders()
        .forEach((name, values) -> headers.put(name.toLowerCase(Locale.ROOT), values.getFirst()));
    URI uri = exchange.getRequestURI();
    return new Asked(
        exchange.getRequestMethod(),
        uri.getPath(),
        uri.getRawQuery() == null ? "" : uri.getRawQuery(),
        headers,
        exchange.getRequestBody().readAllBytes());
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
