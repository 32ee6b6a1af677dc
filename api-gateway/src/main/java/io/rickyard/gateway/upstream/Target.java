package io.rickyard.gateway.upstream;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLEncoder;
import org.jspecify.annotations.Nullable;

/**
 * A resource of an internal service.
 *
 * @param service whose it is
 * @param path its path, with a query that is already encoded
 */
public record Target(Upstream service, String path) {

  /** The resource at a path that needs no encoding. */
  public static Target of(Upstream service, String path) {
    return new Target(service, path);
  }

  /** The resource below this one that a caller named. */
  public Target segment(String name) {
    return new Target(service, path + "/" + encode(name));
  }

  /** With a query parameter; without it when there is no value. */
  public Target with(String name, @Nullable Object value) {
    if (value == null) {
      return this;
    }
    String separator = path.contains("?") ? "&" : "?";
    return new Target(service, path + separator + name + "=" + encode(value.toString()));
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, UTF_8).replace("+", "%20");
  }
}
