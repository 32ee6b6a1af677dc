package io.rickyard.gateway.project;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** Puts a gate into every connection that the server takes. */
@Singleton
final class ProjectGates implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

  private final ProjectDomain domain;
  private final Addressees addressees;
  private final Entrances entrances;
  private final RequestHead requests;
  private final Uses uses;

  ProjectGates(
      ProjectDomain domain,
      Addressees addressees,
      Entrances entrances,
      RequestHead requests,
      Uses uses) {
    this.domain = domain;
    this.addressees = addressees;
    this.entrances = entrances;
    this.requests = requests;
    this.uses = uses;
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(new Customizer(null));
    return event.getBean();
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
    public void onStreamPipelineBuilt() {
      if (connection == null) {
        return;
      }
      var pipeline = connection.pipeline();
      var codec = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
      if (pipeline.get(codec) != null) {
        pipeline.addAfter(
            codec,
            ProjectGate.NAME,
            new ProjectGate(domain, addressees, entrances, requests, uses));
      }
    }
  }
}
