package io.rickyard.gateway.project;

import io.netty.channel.Channel;
import io.rickyard.contracts.stack.GatewayEndpoint;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The connection to a project's gateway that a client's connection used last. It is used again
 * within seconds only: gateways keep theirs longer, so it will not end just as it is used.
 */
final class KeptConnection {

  private static final long FRESH = Duration.ofSeconds(5).toNanos();

  private @Nullable Channel channel;
  private @Nullable GatewayEndpoint gateway;
  private long since;

  void keep(Channel connection, GatewayEndpoint to) {
    close();
    channel = connection;
    gateway = to;
    since = System.nanoTime();
  }

  /** The connection, if it leads there and can still be used; whoever takes it owns it. */
  Optional<Channel> take(GatewayEndpoint to) {
    var connection = channel;
    if (connection == null) {
      return Optional.empty();
    }
    channel = null;
    if (to.equals(gateway) && connection.isActive() && System.nanoTime() - since < FRESH) {
      return Optional.of(connection);
    }
    var _ = connection.close();
    return Optional.empty();
  }

  void close() {
    if (channel != null) {
      var _ = channel.close();
      channel = null;
    }
  }
}
