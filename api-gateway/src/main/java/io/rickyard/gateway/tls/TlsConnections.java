package io.rickyard.gateway.tls;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.ChannelPipeline;
import io.rickyard.gateway.edge.EachConnection;
import jakarta.inject.Singleton;
import java.net.InetSocketAddress;

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
      event.getBean().register(EachConnection.first(this::addTo));
    }
    return event.getBean();
  }

  private void addTo(ChannelPipeline pipeline) {
    if (pipeline.channel().localAddress() instanceof InetSocketAddress local
        && local.getPort() == settings.port()) {
      pipeline.addFirst(new NamedHandshake(certificates));
    }
  }
}
