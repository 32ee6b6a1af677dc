package io.rickyard.cli.stub;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Answers on a free port of this machine, and remembers what it was asked. */
public final class StubInstallation implements AutoCloseable {
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, Deque<Reply>> replies = new ConcurrentHashMap<>();
  private final List<Asked> asked = new CopyOnWriteArrayList<>();

  /** A request as it came in. */
  public record Asked(String line, String body, Map<String, List<String>> headers) {
    /** A header's first value, or null. */
    public @Nullable String header(String name) {
      var values = headers.get(name);
      return values == null ? null : values.getFirst();
    }
  }

  /** What to answer. */
  public record Reply(int status, String type, String body, Map<String, String> headers) {
    /** An answer in JSON. */
    public static Reply json(int status, String body) {
      return new Reply(status, "application/json", body, Map.of());
    }

    /** An error in our own form. */
    public static Reply problem(int status, String code, String detail) {
      var body =
          "{\"type\":\"about:blank\",\"title\":\"x\",\"status\":%d,\"code\":\"%s\",\"detail\":\"%s\"}"
              .formatted(status, code, detail);
      return new Reply(status, "application/problem+json", body, Map.of());
    }

    /** A stream that ends after these frames. */
    public static Reply stream(String... frames) {
      return new Reply(200, "text/event-stream", String.join("\n\n", frames) + "\n\n", Map.of());
    }

    /** The same with another header. */
    public Reply with(String name, String value) {
      var more = new HashMap<>(headers);
      more.put(name, value);
      return new Reply(status, type, body, more);
    }
  }

  /** Starts it. */
  public StubInstallation() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("No port for the stub", e);
    }
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where it listens. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /**
   * Answers a request line like {@code GET /v1/projects}; several replies come in turn, the last
   * stays.
   */
  public StubInstallation on(String line, Reply... inTurn) {
    replies.put(line, new ArrayDeque<>(List.of(inTurn)));
    return this;
  }

  /** What it was asked so far. */
  public List<Asked> asked() {
    return List.copyOf(asked);
  }

  /** The requests with this line. */
  public List<Asked> asked(String line) {
    return asked.stream().filter(one -> one.line().equals(line)).toList();
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var line = exchange.getRequestMethod() + " " + exchange.getRequestURI();
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      asked.add(new Asked(line, body, Map.copyOf(exchange.getRequestHeaders())));
      var reply = reply(line);
      reply.headers().forEach(exchange.getResponseHeaders()::add);
      exchange.getResponseHeaders().add("Content-Type", reply.type());
      var bytes = reply.body().getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(reply.status(), bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  private synchronized Reply reply(String line) {
    var inTurn = replies.get(line);
    if (inTurn == null) {
      return Reply.problem(404, "not_found", "nothing at " + line);
    }
    return inTurn.size() > 1 ? inTurn.removeFirst() : inTurn.getFirst();
  }
}
