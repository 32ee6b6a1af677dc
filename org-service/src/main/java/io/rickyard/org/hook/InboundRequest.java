package io.rickyard.org.hook;

import static java.util.Objects.requireNonNull;

import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A delivery as it arrived, before anybody believes it.
 *
 * @param headers by lower-case name
 * @param body byte for byte as it was signed; not copied
 * @param origin the address it came from
 */
@SuppressWarnings("ArrayRecordComponent") // lives for one request and is never compared
public record InboundRequest(Map<String, String> headers, byte[] body, @Nullable String origin) {
  /** Checks that nothing required is missing. */
  public InboundRequest {
    headers = Map.copyOf(headers);
    requireNonNull(body, "body");
  }

  /** A header's value, if it has one. */
  public Optional<String> header(String name) {
    return Optional.ofNullable(headers.get(name)).map(String::strip).filter(v -> !v.isEmpty());
  }
}
