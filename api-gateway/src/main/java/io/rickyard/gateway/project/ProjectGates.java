package io.rickyard.gateway.project;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.ChannelPipeline;
import io.rickyard.gateway.edge.EachConnection;
import jakarta.inject.Singleton;

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
    // What watches requests' heads is added last, and so stands before the gate.
    event.getBean().register(EachConnection.first(this::addTo));
    return event.getBean();
  }

  private void addTo(ChannelPipeline pipeline) {
    var codec = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
    if (pipeline.get(codec) != null) {
      pipeline.addAfter(
          codec, ProjectGate.NAME, new ProjectGate(domain, addressees, entrances, requests, uses));
    }
  }
}
