package io.rickyard.testing;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceRequest;
import io.opentelemetry.proto.collector.trace.v1.ExportTraceServiceResponse;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A collector that keeps the spans it is sent, as OTLP has them in protobuf over HTTP. */
public final class SpanCollector implements AutoCloseable {

  private static final String PATH = "/v1/traces";

  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final List<CollectedSpan> spans = new CopyOnWriteArrayList<>();

  private SpanCollector(HttpServer server) {
    this.server = server;
  }

  /** Listens on a free port. */
  public static SpanCollector start() throws IOException {
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var collector = new SpanCollector(server);
    server.createContext(PATH, collector::take);
    server.setExecutor(collector.threads);
    server.start();
    return collector;
  }

  /** What {@code otel.exporter.otlp.endpoint} is set to. */
  public String endpoint() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  /** Everything that has come so far. */
  public List<CollectedSpan> spans() {
    return List.copyOf(spans);
  }

  /** What has come of one trace so far, by the 32 digits of its id. */
  public List<CollectedSpan> trace(String trace) {
    return spans.stream().filter(span -> span.trace().equals(trace)).toList();
  }

  private void take(HttpExchange exchange) throws IOException {
    try (exchange) {
      var request = ExportTraceServiceRequest.parseFrom(exchange.getRequestBody());
      for (var resource : request.getResourceSpansList()) {
        for (var scope : resource.getScopeSpansList()) {
          scope.getSpansList().stream()
              .map(span -> CollectedSpan.of(resource.getResource(), span))
              .forEach(spans::add);
        }
      }
      byte[] answer = ExportTraceServiceResponse.getDefaultInstance().toByteArray();
      exchange.getResponseHeaders().set("Content-Type", "application/x-protobuf");
      exchange.sendResponseHeaders(200, answer.length == 0 ? -1 : answer.length);
    }
  }

  @Override
  public void close() {
    server.stop(0);
    threads.close();
  }
}
