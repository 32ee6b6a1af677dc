package io.rickyard.cli.login;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Listens on a free port of this machine, for the one request with which the browser brings the
 * answer (RFC 8252, section 7.3). Everything else that comes there is told nothing and changes
 * nothing: another user's program, a page that guesses ports, a question that is not ours.
 */
final class Callback implements AutoCloseable {
  private static final String PATH = "/callback";

  private final HttpServer server;
  private final Proof proof;
  private final CompletableFuture<Answer> answer = new CompletableFuture<>();

  /** What the browser brought: a code, or an error in its place. */
  record Answer(@Nullable String code, @Nullable String error) {
    @Override
    public String toString() {
      return "Answer[" + error + "]";
    }
  }

  Callback(Proof proof) {
    this.proof = proof;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException("Can't listen on a port of this machine", e);
    }
    server.createContext("/", this::handle);
    server.start();
  }

  /** Where it listens. */
  String address() {
    return "http://" + authority() + PATH;
  }

  /** Waits for the answer; none when it takes too long. */
  Optional<Answer> await(Duration patience) throws InterruptedException {
    try {
      return Optional.of(answer.get(patience.toMillis(), TimeUnit.MILLISECONDS));
    } catch (TimeoutException _) {
      return Optional.empty();
    } catch (ExecutionException e) {
      throw new IllegalStateException("Nobody completes it with a failure", e);
    }
  }

  private String authority() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  /** The login goes on, and the server ends, only when the browser has its page. */
  private void handle(HttpExchange exchange) throws IOException {
    var brought = brought(exchange);
    try (exchange) {
      tell(exchange, brought);
    }
    brought.ifPresent(answer::complete);
  }

  private static void tell(HttpExchange exchange, Optional<Answer> brought) throws IOException {
    if (brought.isEmpty()) {
      tell(exchange, 404, "There is nothing here.");
    } else if (brought.get().code() == null) {
      tell(exchange, 200, "Nobody was let in. You can close this page.");
    } else {
      tell(exchange, 200, "Done. You can close this page and go on in the terminal.");
    }
  }

  /** The Host header is checked, too, since a page's own name may be made to lead here. */
  private Optional<Answer> brought(HttpExchange exchange) {
    var address = exchange.getRequestURI();
    var parameters = parameters(address.getRawQuery());
    var state = parameters.get("state");
    if (!exchange.getRequestMethod().equals("GET")
        || !PATH.equals(address.getPath())
        || !authority().equals(exchange.getRequestHeaders().getFirst("Host"))
        || state == null
        || !proof.isOurs(state)) {
      return Optional.empty();
    }
    var code = parameters.get("code");
    var error = parameters.get("error");
    return (code == null) == (error == null)
        ? Optional.empty()
        : Optional.of(new Answer(code, error));
  }

  private static Map<String, String> parameters(@Nullable String query) {
    var parameters = new HashMap<String, String>();
    for (var pair : (query == null ? "" : query).split("&", 20)) {
      int equals = pair.indexOf('=');
      if (equals > 0) {
        parameters.putIfAbsent(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException _) {
      return ""; // no state of ours
    }
  }

  private static void tell(HttpExchange exchange, int status, String words) throws IOException {
    var page =
        ("<!doctype html><meta charset=\"utf-8\"><title>Rickyard</title><p>" + words + "</p>\n")
            .getBytes(StandardCharsets.UTF_8);
    var headers = exchange.getResponseHeaders();
    headers.set("Content-Type", "text/html; charset=utf-8");
    headers.set("Cache-Control", "no-store");
    headers.set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'");
    headers.set("Referrer-Policy", "no-referrer");
    exchange.sendResponseHeaders(status, page.length);
    try (var body = exchange.getResponseBody()) {
      body.write(page);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
