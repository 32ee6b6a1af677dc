package io.rickyard.gateway.database;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.ssl.SniCompletionEvent;
import io.netty.util.concurrent.Future;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.tls.Certificates;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A client's beginning: perhaps a wish for TLS, then who it is for, or what it cancels. Its
 * password goes to the project's server, which alone can check it: SCRAM is passed through.
 */
final class FrontDoor extends ByteToMessageDecoder {

  private static final int HEAD = 8;

  /** As PostgreSQL's own MAX_STARTUP_PACKET_LENGTH. */
  private static final int LONGEST = 10_000;

  private static final int CANCEL_REQUEST = 80_877_102;
  private static final int TLS_REQUEST = 80_877_103;
  private static final int GSS_REQUEST = 80_877_104;
  private static final int CANCEL_LENGTH = 16;
  private static final Duration PATIENCE = Duration.ofSeconds(15);
  private static final int CONNECT_MILLIS = 5_000;

  private final Databases databases;
  private final Connections connections;
  private final CancelKeys keys;
  private final Certificates certificates;
  private @Nullable Future<?> patience;
  private boolean secured;
  private @Nullable ProjectRef named;
  private boolean greeted;

  FrontDoor(
      Databases databases, Connections connections, CancelKeys keys, Certificates certificates) {
    this.databases = databases;
    this.connections = connections;
    this.keys = keys;
    this.certificates = certificates;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    patience =
        context
            .executor()
            .schedule(() -> ended(context), PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
  }

  private static void ended(ChannelHandlerContext context) {
    var _ = context.close();
  }

  @Override
  protected void handlerRemoved0(ChannelHandlerContext context) {
    if (patience != null) {
      patience.cancel(false);
    }
  }

  @Override
  protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
    if (greeted || in.readableBytes() < HEAD) {
      return;
    }
    int length = in.getInt(in.readerIndex());
    if (length < HEAD || length > LONGEST) {
      refuse(context, Complaint.malformed("This is no beginning of PostgreSQL's protocol"));
      return;
    }
    if (in.readableBytes() < length) {
      return;
    }
    in.skipBytes(Integer.BYTES);
    int code = in.readInt();
    var body = in.readSlice(length - HEAD);
    switch (code) {
      case TLS_REQUEST -> secure(context, in);
      case GSS_REQUEST -> answer(context, 'N');
      case CANCEL_REQUEST -> cancel(context, length, body);
      default -> greet(context, code, body);
    }
  }

  private void secure(ChannelHandlerContext context, ByteBuf rest) {
    if (secured || !certificates.used()) {
      answer(context, 'N');
      return;
    }
    if (rest.isReadable()) {
      // What came in plain must not count as if it had come over TLS.
      refuse(context, Complaint.malformed("Unencrypted data came behind the request for TLS"));
      return;
    }
    secured = true;
    answer(context, 'S');
    context.pipeline().addFirst(certificates.handshake(ProjectHost::certified));
  }

  /** A name of the project's own says which one is meant, where the user does not. */
  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) throws Exception {
    if (event instanceof SniCompletionEvent asked && asked.hostname() != null) {
      named = ProjectHost.project(asked.hostname()).orElse(null);
    }
    super.userEventTriggered(context, event);
  }

  private static void answer(ChannelHandlerContext context, char answer) {
    var _ = context.writeAndFlush(Unpooled.buffer(1).writeByte(answer));
  }

  private void greet(ChannelHandlerContext context, int version, ByteBuf body) {
    greeted = true;
    if (version >>> 16 != 3) {
      refuse(context, Complaint.malformed("Only version 3 of the protocol is spoken here"));
      return;
    }
    Greeting greeting;
    try {
      greeting = Greeting.read(version, body);
    } catch (IllegalArgumentException e) {
      refuse(context, Complaint.malformed(String.valueOf(e.getMessage())));
      return;
    }
    var project = greeting.project().or(() -> Optional.ofNullable(named));
    if (project.isEmpty()) {
      refuse(context, Complaint.nameless());
      return;
    }
    context.channel().config().setAutoRead(false);
    var _ =
        databases
            .way(project.get())
            .whenComplete((way, failure) ->
                context
                    .executor()
                    .execute(
                        () -> go(context, greeting, project.get(), failure == null ? way : null)));
  }

  private void go(
      ChannelHandlerContext context,
      Greeting greeting,
      ProjectRef project,
      Databases.@Nullable Way way) {
    switch (way) {
      case null -> refuse(context, Complaint.unreachable());
      case Databases.Way.Shut shut -> refuse(context, shut.complaint());
      case Databases.Way.Open open -> admit(context, greeting, project, open);
    }
  }

  private void admit(
      ChannelHandlerContext context,
      Greeting greeting,
      ProjectRef project,
      Databases.Way.Open open) {
    var access = open.access();
    if (context.channel().remoteAddress() instanceof InetSocketAddress client
        && !access.allows(client.getAddress())) {
      refuse(context, Complaint.kept(client.getAddress(), project.value()));
    } else if (access.tlsOnly() && !secured) {
      refuse(context, Complaint.plain(project.value()));
    } else {
      connect(context, greeting, project, open);
    }
  }

  private void connect(
      ChannelHandlerContext context,
      Greeting greeting,
      ProjectRef project,
      Databases.Way.Open open) {
    if (!context.channel().isActive()) {
      return;
    }
    if (!connections.begin(project, open.connections())) {
      refuse(context, Complaint.tooMany(open.connections()));
      return;
    }
    var server = ServerAddress.of(open.database(), open.source());
    var _ = context.channel().closeFuture().addListener(_ -> connections.end(project));
    var _ =
        dial(context.channel(), server)
            .addListener(
                (ChannelFutureListener)
                    dialled -> {
                      if (dialled.isSuccess()) {
                        join(context, greeting, server, dialled.channel());
                      } else {
                        refuse(context, Complaint.unreachable());
                      }
                    });
  }

  private void join(
      ChannelHandlerContext context, Greeting greeting, ServerAddress server, Channel backend) {
    var client = context.channel();
    backend
        .pipeline()
        .addLast(new ServerStart(keys, server, key -> forgotten(client, key)), new Relay(client));
    context.pipeline().addLast(new Relay(backend));
    if (!client.isActive()) {
      var _ = backend.close();
      return;
    }
    var _ = backend.writeAndFlush(greeting.forServer());
    context.pipeline().remove(this);
    client.config().setAutoRead(true);
    backend.config().setAutoRead(true);
  }

  private void forgotten(Channel client, CancelKeys.Key key) {
    var _ = client.closeFuture().addListener(_ -> keys.forget(key));
  }

  /** As PostgreSQL itself answers: not at all. */
  private void cancel(ChannelHandlerContext context, int length, ByteBuf body) {
    greeted = true;
    var backend =
        length == CANCEL_LENGTH
            ? keys.find(new CancelKeys.Key(body.readInt(), body.readInt()))
            : Optional.<CancelKeys.Backend>empty();
    if (backend.isEmpty()) {
      var _ = context.close();
      return;
    }
    var key = backend.get().key();
    var _ =
        dial(context.channel(), backend.get().server())
            .addListener(
                (ChannelFutureListener)
                    dialled -> {
                      if (dialled.isSuccess()) {
                        var request =
                            Unpooled.buffer(CANCEL_LENGTH)
                                .writeInt(CANCEL_LENGTH)
                                .writeInt(CANCEL_REQUEST)
                                .writeInt(key.process())
                                .writeInt(key.secret());
                        dialled.channel().config().setAutoRead(true);
                        var _ =
                            dialled
                                .channel()
                                .writeAndFlush(request)
                                .addListener(ChannelFutureListener.CLOSE);
                      }
                      var _ = context.close();
                    });
  }

  private static ChannelFuture dial(Channel client, ServerAddress server) {
    return new Bootstrap()
        .group(client.eventLoop())
        .channel(NioSocketChannel.class)
        .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, CONNECT_MILLIS)
        .option(ChannelOption.TCP_NODELAY, true)
        .option(ChannelOption.SO_KEEPALIVE, true)
        .option(ChannelOption.AUTO_READ, false)
        .handler(new ChannelInboundHandlerAdapter())
        .connect(server.address(), server.source());
  }

  private static void refuse(ChannelHandlerContext context, Complaint complaint) {
    var _ = context.writeAndFlush(complaint.message(true)).addListener(ChannelFutureListener.CLOSE);
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    var _ = context.close();
  }
}
