package io.rickyard.bridge;

import io.rickyard.testing.Eventually;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;

/** A client of a stream of server-sent events, which keeps what it was told. */
final class Sse implements AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();

  private final int status;
  private final InputStream body;
  private final List<Event> events = new CopyOnWriteArrayList<>();
  private volatile boolean ended;

  /** What was told. */
  record Event(String name, @Nullable String id, String data) {}

  private Sse(int status, InputStream body) {
    this.status = status;
    this.body = body;
  }

  static Sse open(URI address, @Nullable String token, @Nullable String lastEventId)
      throws IOException, InterruptedException {
    return open(
        address, token, lastEventId == null ? Map.of() : Map.of("Last-Event-ID", lastEventId));
  }

  static Sse open(URI address, @Nullable String token, Map<String, String> headers)
      throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(address).header("Accept", "text/event-stream");
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    headers.forEach(request::header);
    var response = HTTP.send(request.build(), HttpResponse.BodyHandlers.ofInputStream());
    var sse = new Sse(response.statusCode(), response.body());
    Thread.ofVirtual().start(sse::read);
    return sse;
  }

  int status() {
    return status;
  }

  boolean ended() {
    return ended;
  }

  List<Event> events() {
    return List.copyOf(events);
  }

  List<String> names() {
    return events.stream().map(Event::name).toList();
  }

  /** Waits for so many events and returns them. */
  List<Event> await(int count) {
    Eventually.until(() -> events.size() >= count);
    return events();
  }

  @Override
  public void close() throws IOException {
    body.close();
  }

  private void read() {
    try (var lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8))) {
      String name = "";
      String id = null;
      var data = new StringBuilder();
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (line.isEmpty() && name.isEmpty()) {
          continue; // an empty line more than is needed
        }
        if (line.isEmpty()) {
          events.add(new Event(name, id, data.toString()));
          name = "";
          id = null;
          data.setLength(0);
        } else if (line.startsWith("event:")) {
          name = line.substring(6).strip();
        } else if (line.startsWith("id:")) {
          id = line.substring(3).strip();
        } else if (line.startsWith("data:")) {
          data.append(line.substring(5).strip());
        }
      }
      ended = true;
    } catch (IOException _) {
      ended = true; // closed by the test, or by a server that stopped
    }
  }
}
