package io.rickyard.gateway.tls;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** Puts TLS before everything else into the connections of its port. */
@Singleton
final class TlsConnections implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

  private final TlsSettings settings;
  private final Certificates certificates;

  TlsConnections(TlsSettings settings, Certificates certificates) {
    this.settings = settings;
    this.certificates = certificates;
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    if (settings.certificates() != null) {
      event.getBean().register(new Customizer(null));
    }
    return event.getBean();
  }

  private boolean encrypted(Channel connection) {
    return connection.localAddress() instanceof InetSocketAddress local
        && local.getPort() == settings.port();
  }

  /** Of the server, or of one connection. */
  private final class Customizer implements NettyServerCustomizer {

    private final @Nullable Channel connection;

    private Customizer(@Nullable Channel connection) {
      this.connection = connection;
    }

    @Override
    public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
      return role == ChannelRole.CONNECTION ? new Customizer(channel) : this;
    }

    @Override
    public void onInitialPipelineBuilt() {
      if (connection != null && encrypted(connection)) {
        connection.pipeline().addFirst(new NamedHandshake(certificates));
      }
    }
  }
}
