package io.rickyard.cli.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** A path of the API with its query; what comes from outside is encoded on the way in. */
public final class Path {
  private final StringBuilder text;
  private boolean hasQuery;

  private Path(String fixed) {
    this.text = new StringBuilder(fixed);
  }

  /** Starts with a path that is written in our source. */
  public static Path of(String fixed) {
    return new Path(fixed);
  }

  /** Adds one segment given by the caller. */
  public Path segment(String value) {
    text.append('/').append(encoded(value));
    return this;
  }

  /** Adds one query parameter, unless there is no value. */
  public Path query(String name, @Nullable String value) {
    if (value != null) {
      text.append(hasQuery ? '&' : '?').append(name).append('=').append(encoded(value));
      hasQuery = true;
    }
    return this;
  }

  @Override
  public String toString() {
    return text.toString();
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
  }
}
