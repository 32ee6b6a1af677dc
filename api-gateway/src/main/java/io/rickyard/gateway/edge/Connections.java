package io.rickyard.gateway.edge;

import io.micronaut.http.HttpRequest;
import io.rickyard.gateway.address.CallerAddress;
import jakarta.inject.Singleton;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Tells how a request came in. */
@Singleton
public final class Connections {

  private final EdgeSettings settings;
  private final CallerAddress addresses;

  Connections(EdgeSettings settings, CallerAddress addresses) {
    this.settings = settings;
    this.addresses = addresses;
  }

  /**
   * Encrypted if this server did it, or if the request names the public https address, which only
   * the proxy in front answers to.
   */
  public Connection of(HttpRequest<?> request) {
    if (request.isSecure() || (settings.publicHttps() && settings.publicHost(host(request)))) {
      return Connection.SECURE;
    }
    return addresses.local(request) ? Connection.LOCAL : Connection.EXPOSED;
  }

  /** The Host header's name, without port and in lower case; null when there is not exactly one. */
  static @Nullable String host(HttpRequest<?> request) {
    var hosts = request.getHeaders().getAll("Host");
    if (hosts.size() != 1) {
      return null;
    }
    String host = hosts.getFirst().toLowerCase(Locale.ROOT);
    int port = host.lastIndexOf(':');
    return port > host.lastIndexOf(']') ? host.substring(0, port) : host;
  }
}
