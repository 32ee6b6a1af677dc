package io.rickyard.gateway.project;

import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.handler.timeout.IdleStateHandler;
import io.netty.util.ReferenceCountUtil;
import io.rickyard.contracts.stack.GatewayEndpoint;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One connection to a project's gateway; tells the exchange that uses it what happens there. */
final class GatewaySide extends ChannelInboundHandlerAdapter {

  private static final int CONNECT_MILLIS = 2_000;
  private static final int LONGEST_LINE = 8 * 1024;

  /** As the stacks' own gateways allow. */
  private static final int LONGEST_HEADERS = 160 * 1024;

  private static final int LARGEST_PIECE = 16 * 1024;

  private @Nullable Exchange exchange;

  /** Opens a connection on the client's own event loop; nothing is read before it is asked for. */
  static ChannelFuture connect(EventLoop loop, GatewayEndpoint to, Duration idleTimeout) {
    return new Bootstrap()
        .group(loop)
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .option(ChannelOption.AUTO_READ, false)
        .option(ChannelOption.TCP_NODELAY, true)
        .handler(
            new ChannelInitializer<>() {
              @Override
              protected void initChannel(Channel channel) {
                channel
                    .pipeline()
                    .addLast(
                        new IdleStateHandler(0, 0, idleTimeout.toMillis(), TimeUnit.MILLISECONDS))
                    .addLast(new HttpClientCodec(LONGEST_LINE, LONGEST_HEADERS, LARGEST_PIECE))
                    .addLast(new GatewaySide());
              }
            })
        .connect(to.host(), to.port());
  }

  /** Says whose the connection is from now on; nobody's when it is only kept. */
  static void use(Channel connection, @Nullable Exchange exchange) {
    connection.pipeline().get(GatewaySide.class).exchange = exchange;
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (exchange == null) {
      // Nobody asked for anything: what comes is no answer.
      ReferenceCountUtil.release(message);
      var _ = context.close();
    } else {
      exchange.fromGateway(message);
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (exchange != null) {
      exchange.gatewayReadComplete();
    }
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (exchange != null) {
      exchange.gatewayWritabilityChanged();
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    if (exchange != null) {
      exchange.gatewayLeft();
    }
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof IdleStateEvent) {
      if (exchange == null) {
        var _ = context.close();
      } else {
        exchange.silence();
      }
    }
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }
}
