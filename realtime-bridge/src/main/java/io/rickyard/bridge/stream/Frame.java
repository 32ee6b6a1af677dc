package io.rickyard.bridge.stream;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * One thing to tell a client.
 *
 * @param name {@code snapshot}, {@code task}, {@code stack}, {@code reset}, {@code lagging}, {@code
 *     position}, or a log's {@code line} and {@code end}
 * @param id where the client stands once it has taken this
 * @param data JSON; empty when only the position moved
 * @param entity what a later frame may replace it for; none when each one counts
 */
public record Frame(String name, @Nullable String id, String data, @Nullable String entity) {

  /** Checks that nothing required is missing. */
  public Frame {
    requireNonNull(name, "name");
    requireNonNull(data, "data");
  }

  static Frame of(Snapshot snapshot) {
    return new Frame("snapshot", snapshot.position().text(), snapshot.payload(), null);
  }

  static Frame of(Change change) {
    return new Frame(change.kind(), change.position().text(), change.payload(), change.entity());
  }

  static Frame reset(String reason) {
    return new Frame("reset", null, "{\"reason\":\"" + reason + "\"}", null);
  }

  static Frame position(LogPosition position) {
    return new Frame("position", position.text(), "", "position");
  }
}
