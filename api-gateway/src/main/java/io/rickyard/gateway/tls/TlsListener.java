package io.rickyard.gateway.tls;

import io.micronaut.context.annotation.Value;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration;
import io.micronaut.http.server.netty.configuration.NettyHttpServerConfiguration.NettyListenerConfiguration;
import jakarta.inject.Singleton;
import java.util.List;

/** Has the server listen on the port for TLS too, where there are certificates. */
@Singleton
final class TlsListener implements BeanCreatedEventListener<NettyHttpServerConfiguration> {

  private final TlsSettings settings;
  private final String host;
  private final int port;

  TlsListener(
      TlsSettings settings,
      @Value("${micronaut.server.host}") String host,
      @Value("${micronaut.server.port}") int port) {
    this.settings = settings;
    this.host = host;
    this.port = port;
  }

  @Override
  public NettyHttpServerConfiguration onCreated(
      BeanCreatedEvent<NettyHttpServerConfiguration> event) {
    var configuration = event.getBean();
    if (settings.certificates() != null) {
      configuration.setListeners(
          List.of(
              listener("plain", host, Math.max(port, 0)),
              listener("tls", settings.host(), settings.port())));
    }
    return configuration;
  }

  private static NettyListenerConfiguration listener(String name, String host, int port) {
    var listener = new NettyListenerConfiguration(name);
    listener.setHost(host);
    listener.setPort(port);
    return listener;
  }
}
