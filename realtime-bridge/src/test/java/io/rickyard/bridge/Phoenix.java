package io.rickyard.bridge;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.rickyard.testing.Eventually;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.util.List;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A client of Phoenix channels that speaks text and keeps what it is told. */
final class Phoenix implements WebSocket.Listener, AutoCloseable {

  private static final HttpClient HTTP = HttpClient.newHttpClient();
  private static final JsonMapper JSON = new JsonMapper();

  private final List<JsonNode> received = new CopyOnWriteArrayList<>();
  private final StringBuilder part = new StringBuilder();
  private final WebSocket socket;
  private volatile int closeCode;

  private Phoenix(URI address) {
    this.socket = HTTP.newWebSocketBuilder().buildAsync(address, this).join();
  }

  static Phoenix open(URI address) {
    return new Phoenix(address);
  }

  void say(String message) {
    var _ = socket.sendText(message, true).join();
  }

  List<JsonNode> received() {
    return List.copyOf(received);
  }

  int closeCode() {
    return closeCode;
  }

  /** Waits for a message, in either version's form. */
  JsonNode await(Predicate<JsonNode> wanted) {
    Eventually.until(() -> received.stream().anyMatch(wanted));
    return received.stream().filter(wanted).findFirst().orElseThrow();
  }

  /** Waits for a message of version 2.0.0 with this event. */
  JsonNode await(String event) {
    return await(message -> message.path(3).asText().equals(event));
  }

  @Override
  public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence text, boolean last) {
    part.append(text);
    if (last) {
      received.add(read(part.toString()));
      part.setLength(0);
    }
    from.request(1);
    return null;
  }

  @Override
  public @Nullable CompletionStage<?> onClose(WebSocket from, int status, String reason) {
    closeCode = status;
    return null;
  }

  @Override
  public void close() {
    socket.abort();
  }

  private static JsonNode read(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("The server sent no JSON: " + text, e);
    }
  }
}
