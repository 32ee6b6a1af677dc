package io.rickyard.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import io.rickyard.gateway.doubles.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A gateway with projects behind it, which are real servers on this machine. */
final class ProjectEdge implements AutoCloseable {

  static final String DOMAIN = "projects.example.test";
  static final String URL = "http://rickyard.example.test:8000";

  private static final String LETTERS = "abcdefghijklmnopqrst";

  private final Installation installation;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private int projects;

  ProjectEdge() {
    this(Map.of());
  }

  ProjectEdge(Map<String, Object> more) {
    var settings = new HashMap<String, Object>();
    settings.put("test.kafka", "recording");
    settings.put("rickyard.kafka.bootstrap-servers", "127.0.0.1:1");
    settings.put("rickyard.installation.url", URL);
    settings.put("rickyard.gateway.projects.domain", DOMAIN);
    settings.put("rickyard.gateway.projects.idle-timeout", "2s");
    settings.putAll(more);
    installation = new Installation(settings);
  }

  Installation installation() {
    return installation;
  }

  /** A port that was free a moment ago, for a listener that has to be told one. */
  static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /** A reference nobody had before, so that nothing is remembered of it. */
  synchronized String project() {
    var number = projects++;
    return LETTERS.substring(0, 18) + (char) ('a' + number / 26) + (char) ('a' + number % 26);
  }

  String projectAt(int port) {
    return project("ACTIVE_HEALTHY", Map.of("host", "127.0.0.1", "port", port));
  }

  String project(String status, @Nullable Object gateway) {
    var ref = project();
    var entrance = new HashMap<String, Object>();
    entrance.put("status", status);
    entrance.put("profile", gateway == null ? "database" : "core");
    entrance.put("gateway", gateway);
    installation.worker.on("GET /stacks/" + ref + "/entrance", _ -> Reply.json(200, entrance));
    return ref;
  }

  RawCaller caller() throws IOException {
    return new RawCaller(installation.url());
  }

  static String host(String ref) {
    return "Host: %s.%s:8000\r\n".formatted(ref, DOMAIN);
  }

  String ask(String ref, String line, String... headers) throws IOException {
    try (var caller = caller()) {
      var lines = headers.length == 0 ? "" : String.join("\r\n", headers) + "\r\n";
      return caller
          .say(line + " HTTP/1.1\r\n" + host(ref) + "Connection: close\r\n" + lines + "\r\n")
          .hearAll();
    }
  }

  /** The answer to a request under whatever name. */
  String askHost(String host, String line) throws IOException {
    try (var caller = caller()) {
      return caller
          .say(line + " HTTP/1.1\r\nHost: " + host + "\r\nConnection: close\r\n\r\n")
          .hearAll();
    }
  }

  /** A real HTTP server in a stack's place. */
  HttpServer server(HttpHandler handler) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 50);
    server.setExecutor(threads);
    server.createContext("/", handler);
    server.start();
    return server;
  }

  static void answer(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
    exchange.close();
  }

  static String seen(HttpExchange exchange) throws IOException {
    var seen = new StringBuilder();
    seen.append(exchange.getRequestMethod()).append(' ').append(exchange.getRequestURI());
    seen.append('\n');
    exchange
        .getRequestHeaders()
        .forEach((name, values) ->
            seen.append(name.toLowerCase(Locale.ROOT)).append('=').append(values).append('\n'));
    return seen + new String(exchange.getRequestBody().readAllBytes(), UTF_8);
  }

  static void readHead(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (!head.toString().endsWith("\r\n\r\n")) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("The connection ended in the head");
      }
      head.append((char) next);
    }
  }

  static void await(CountDownLatch latch) {
    try {
      assertThat(latch.await(20, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    installation.close();
    threads.shutdownNow();
  }
}
