package io.rickyard.gateway.edge;

import io.micronaut.http.server.netty.NettyServerCustomizer;
import io.netty.channel.Channel;
import io.netty.channel.ChannelPipeline;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Adds handlers to every connection that the server takes, once its own stand. What is added first
 * and last is told apart because two that both want the place behind the codec get it in the
 * opposite order.
 */
public final class EachConnection implements NettyServerCustomizer {

  private final Consumer<ChannelPipeline> first;
  private final Consumer<ChannelPipeline> last;
  private final @Nullable Channel connection;

  private EachConnection(
      Consumer<ChannelPipeline> first,
      Consumer<ChannelPipeline> last,
      @Nullable Channel connection) {
    this.first = first;
    this.last = last;
    this.connection = connection;
  }

  /** Adds before what is added last. */
  public static NettyServerCustomizer first(Consumer<ChannelPipeline> addition) {
    return new EachConnection(addition, EachConnection::nothing, null);
  }

  static NettyServerCustomizer last(Consumer<ChannelPipeline> addition) {
    return new EachConnection(EachConnection::nothing, addition, null);
  }

  private static void nothing(ChannelPipeline pipeline) {
    // that place is another's
  }

  @Override
  public NettyServerCustomizer specializeForChannel(Channel channel, ChannelRole role) {
    return role == ChannelRole.CONNECTION ? new EachConnection(first, last, channel) : this;
  }

  @Override
  public void onInitialPipelineBuilt() {
    if (connection != null) {
      first.accept(connection.pipeline());
    }
  }

  @Override
  public void onStreamPipelineBuilt() {
    if (connection != null) {
      last.accept(connection.pipeline());
    }
  }
}
