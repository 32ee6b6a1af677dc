package io.rickyard.gateway.stream;

import io.micronaut.http.HttpRequest;
import io.micronaut.websocket.WebSocketSession;
import io.rickyard.gateway.upstream.Target;
import io.rickyard.gateway.upstream.Upstream;
import io.rickyard.gateway.upstream.UpstreamAddresses;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.net.URI;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;

/** Opens WebSockets to the bridge. */
@Singleton
final class BridgeSockets implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final String PATH = "/socket/websocket";

  /** What the bridge may need to know who joins; cookies are not for sockets. */
  private static final List<String> PASSED = List.of("X-Api-Key", "Authorization", "User-Agent");

  private final UpstreamAddresses addresses;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  BridgeSockets(UpstreamAddresses addresses) {
    this.addresses = addresses;
  }

  /** Joins a caller's socket to a new one of the bridge's. */
  JoinedSocket join(WebSocketSession session, HttpRequest<?> request) {
    var joined = new JoinedSocket(session);
    var builder = client.newWebSocketBuilder().connectTimeout(CONNECT);
    for (String name : PASSED) {
      String value = request.getHeaders().get(name);
      if (value != null) {
        builder.header(name, value);
      }
    }
    joined.connect(builder.buildAsync(address(request), joined.fromBridge()));
    return joined;
  }

  private URI address(HttpRequest<?> request) {
    String query = request.getUri().getRawQuery();
    var target = Target.of(Upstream.BRIDGE, PATH + (query == null ? "" : "?" + query));
    String http = addresses.resolve(target.service(), target.path()).toString();
    return URI.create(http.replaceFirst("^http", "ws"));
  }

  @Override
  @PreDestroy
  public void close() {
    client.shutdownNow();
  }
}
