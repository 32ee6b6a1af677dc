package io.rickyard.gateway.edge;

import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.micronaut.http.netty.channel.ChannelPipelineCustomizer;
import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.ChannelPipeline;
import jakarta.inject.Singleton;

/** Puts the deadline for requests' heads right behind the codec of every connection. */
@Singleton
final class HeadDeadlines implements BeanCreatedEventListener<NettyServerCustomizer.Registry> {

  private final HeadTimeout timeout;

  HeadDeadlines(HeadTimeout timeout) {
    this.timeout = timeout;
  }

  @Override
  public NettyServerCustomizer.Registry onCreated(
      BeanCreatedEvent<NettyServerCustomizer.Registry> event) {
    event.getBean().register(EachConnection.last(this::addTo));
    return event.getBean();
  }

  private void addTo(ChannelPipeline pipeline) {
    var codec = ChannelPipelineCustomizer.HANDLER_HTTP_SERVER_CODEC;
    if (pipeline.get(codec) != null) {
      pipeline.addAfter(codec, HeadDeadline.NAME, new HeadDeadline(timeout.patience()));
    }
  }
}
