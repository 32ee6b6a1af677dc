package io.rickyard.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import io.rickyard.gateway.doubles.AuthDouble;
import io.rickyard.gateway.doubles.OrgDouble;
import io.rickyard.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class StreamsTest {

  /** What the bridge is to send next; an empty text ends the stream. */
  private final LinkedBlockingQueue<String> events = new LinkedBlockingQueue<>();

  private final Map<String, String> asked = new ConcurrentHashMap<>();
  private final AtomicBoolean callerLeft = new AtomicBoolean();
  private HttpServer bridge;
  private Installation installation;

  @BeforeEach
  void start() throws IOException {
    bridge = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 10);
    bridge.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    bridge.createContext(
        "/",
        exchange -> {
          asked.put("path", exchange.getRequestURI().toString());
          exchange
              .getRequestHeaders()
              .forEach((name, values) -> asked.put(name, values.getFirst()));
          exchange.getResponseHeaders().set("Content-Type", "text/event-stream");
          exchange.sendResponseHeaders(200, 0);
          try (var out = exchange.getResponseBody()) {
            for (String event = events.take(); !event.isEmpty(); event = events.take()) {
              out.write(event.getBytes(StandardCharsets.UTF_8));
              out.flush();
            }
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
          } catch (IOException _) {
            callerLeft.set(true);
          }
        });
    bridge.start();
    installation =
        new Installation(
            Map.of(
                "test.kafka", "recording",
                "rickyard.kafka.bootstrap-servers", "127.0.0.1:1",
                "rickyard.services.bridge.url",
                    "http://127.0.0.1:" + bridge.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    events.add("");
    installation.close();
    bridge.stop(0);
  }

  @Test
  void eventsArriveOneByOneWhileTheStreamIsOpen() throws Exception {
    // given
    var lines = open("/v1/events?organization=" + OrgDouble.ACME, "gzip, deflate");

    // when
    events.add("event: snapshot\n");

    // then
    assertThat(lines.readLine()).isEqualTo("event: snapshot");
    events.add("id: e1-7\n");
    assertThat(lines.readLine()).isEqualTo("id: e1-7");
    assertThat(asked)
        .containsEntry("path", "/events?organization=" + OrgDouble.ACME)
        .containsEntry("Authorization", "Bearer internal-" + AuthDouble.ADA_ID)
        .containsEntry("Last-event-id", "e1-6");
  }

  @Test
  void logIsStreamedWhereEventsAreAskedFor() throws Exception {
    // when
    var lines = open("/v1/tasks/0190a000-0000-7000-8000-000000000001/log", "identity");
    events.add("event: line\n");

    // then
    assertThat(lines.readLine()).isEqualTo("event: line");
    assertThat(asked)
        .containsEntry("path", "/tasks/0190a000-0000-7000-8000-000000000001/log")
        .containsEntry("Rickyard-position", "commands.normal-0-42");
  }

  @Test
  void leavingCallerEndsTheInnerStream() throws Exception {
    // given
    var lines = open("/v1/events", "identity");
    events.add("event: snapshot\n");
    lines.readLine();

    // when
    lines.close();

    // then
    Eventually.until(() -> {
      events.add(": " + "x".repeat(100_000) + "\n");
      return callerLeft.get();
    });
  }

  private BufferedReader open(String path, String encodings) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(installation.url() + path))
            .header("Authorization", "Bearer " + AuthDouble.ADA)
            .header("Accept", "text/event-stream")
            .header("Accept-Encoding", encodings)
            .header("Last-Event-ID", "e1-6")
            .header("Rickyard-Position", "commands.normal-0-42")
            .build();
    var opening =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .build()
            .sendAsync(request, BodyHandlers.ofInputStream());
    events.add(":\n");
    var response = opening.get();
    assertThat(response.statusCode()).isEqualTo(200);
    assertThat(response.headers().firstValue("content-encoding")).isEmpty();
    assertThat(response.headers().firstValue("cache-control")).hasValue("no-store");
    var lines = new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8));
    assertThat(lines.readLine()).isEqualTo(":");
    return lines;
  }
}
