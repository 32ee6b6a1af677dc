package io.rickyard.cli.sse;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Turns the lines of a {@code text/event-stream} into events, by the rules of the HTML standard
 * with one addition: a frame that carries an id and no data is handed out too (with empty data),
 * because that is how a server moves an idle stream's position on.
 */
public final class SseParser {
  private final StringBuilder data = new StringBuilder();
  private boolean hasData;
  private boolean movesId;
  private String name = "";
  private @Nullable String nextId;
  private @Nullable String lastId;
  private @Nullable Duration retry;

  /** A parser for a stream that is taken up after the event with this id, or from its start. */
  public SseParser(@Nullable String lastId) {
    this.lastId = lastId;
  }

  /** Takes one line, without its line end; gives the event that the line completes, if any. */
  public Optional<ServerSentEvent> line(String line) {
    if (line.isEmpty()) {
      return dispatch();
    }
    var colon = line.indexOf(':');
    if (colon == 0) {
      return Optional.empty(); // a comment, sent to keep the connection open
    }
    var field = colon < 0 ? line : line.substring(0, colon);
    var value = colon < 0 ? "" : withoutOneSpace(line.substring(colon + 1));
    switch (field) {
      case "data" -> append(value);
      case "event" -> name = value;
      case "id" -> moveTo(value);
      case "retry" -> retryAfter(value);
      default -> {} // the standard says to ignore what it doesn't name
    }
    return Optional.empty();
  }

  /**
   * Forgets an event of which only a part has come, with its id, because the connection broke: it
   * comes whole after the next one is opened.
   */
  public void forgetUnfinished() {
    data.setLength(0);
    hasData = false;
    movesId = false;
    name = "";
  }

  /** The id of the last event that came whole, to resume after; empty when none had one. */
  public Optional<String> lastId() {
    return Optional.ofNullable(lastId);
  }

  /** How long the server asked to wait before connecting again, if it did. */
  public Optional<Duration> retry() {
    return Optional.ofNullable(retry);
  }

  private void append(String value) {
    if (hasData) {
      data.append('\n');
    }
    data.append(value);
    hasData = true;
  }

  private void moveTo(String id) {
    if (id.indexOf('\0') < 0) {
      nextId = id.isEmpty() ? null : id;
      movesId = true;
    }
  }

  private void retryAfter(String value) {
    if (!value.isEmpty()
        && value.chars().allMatch(c -> c >= '0' && c <= '9')
        && value.length() < 9) {
      retry = Duration.ofMillis(Long.parseLong(value));
    }
  }

  private Optional<ServerSentEvent> dispatch() {
    var complete = hasData || movesId;
    if (movesId) {
      lastId = nextId;
    }
    var event = new ServerSentEvent(lastId, name.isEmpty() ? "message" : name, data.toString());
    forgetUnfinished();
    return complete ? Optional.of(event) : Optional.empty();
  }

  private static String withoutOneSpace(String value) {
    return value.startsWith(" ") ? value.substring(1) : value;
  }
}
