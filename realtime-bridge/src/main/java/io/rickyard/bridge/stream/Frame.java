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

  static final String LOG_BEGAN_ANEW = "the log began anew";
  static final String TOO_MUCH_SINCE = "too much has happened since";
  static final String RIGHTS_CHANGED = "what may be seen has changed";

  private static final String POSITION = "position";

  /** Checks that nothing required is missing. */
  public Frame {
    requireNonNull(name, "name");
    requireNonNull(data, "data");
  }

  /** Tells where a client stands, and that its stream lives. */
  public static Frame position(String id) {
    return new Frame(POSITION, id, "", POSITION);
  }

  /** A line of a log. */
  public static Frame line(long number, String json) {
    return new Frame("line", Long.toString(number), json, null);
  }

  /** The end of a log, with the state in which its task ended. */
  public static Frame end(String state) {
    return new Frame("end", null, "{\"state\":\"" + state + "\"}", null);
  }

  static Frame position(EventId id) {
    return position(id.text());
  }

  static Frame snapshot(EventId id, String payload) {
    return new Frame("snapshot", id.text(), payload, null);
  }

  static Frame of(Change change, String rights) {
    var id = new EventId(change.position(), rights);
    return new Frame(change.kind(), id.text(), change.payload(), change.entity());
  }

  static Frame reset(String reason) {
    return new Frame("reset", null, "{\"reason\":\"" + reason + "\"}", null);
  }

  static Frame lagging() {
    return new Frame("lagging", null, "{\"reason\":\"the client does not keep up\"}", null);
  }

  /** Whether it carries nothing but a position. */
  public boolean isPosition() {
    return name.equals(POSITION);
  }
}
