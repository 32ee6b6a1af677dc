package io.rickyard.contracts.stack;

import static java.util.Objects.requireNonNull;

/**
 * Where the gateway of a project's stack listens, for the control plane only.
 *
 * @param host a name or address that the services of this installation reach
 * @param port its TCP port, on which it speaks HTTP/1.1
 */
public record GatewayEndpoint(String host, int port) {
  /** Checks that nothing required is missing. */
  public GatewayEndpoint {
    requireNonNull(host, "host");
    if (port < 1 || port > 65_535) {
      throw new IllegalArgumentException("A port lies between 1 and 65535");
    }
  }
}
