package io.rickyard.gateway.project;

import static java.util.Objects.requireNonNull;

import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelOutboundInvoker;
import io.netty.handler.codec.http.HttpClientCodec;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpServerCodec;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.GatewayEndpoint;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One request and its answer, passed between a client and a project's gateway piece by piece. A
 * side is read only while the other takes what was read, so neither fills our memory; when one
 * leaves, the other is closed.
 */
final class Exchange {

  private static final Logger LOG = LoggerFactory.getLogger(Exchange.class);

  private final ChannelHandlerContext client;
  private final HttpRequest request;
  private final Duration idleTimeout;
  private final KeptConnection kept;
  private final Consumer<ChannelHandlerContext> ended;

  /** What the client sent before there was a connection to pass it on. */
  private final Deque<Object> early = new ArrayDeque<>();

  private @Nullable ProjectRef project;
  private Uses.@Nullable Use use;
  private @Nullable Entrances entrances;
  private @Nullable HttpRequest head;
  private @Nullable GatewayEndpoint endpoint;
  private @Nullable Channel gateway;
  private boolean asked;
  private boolean answering;
  private boolean informing;
  private boolean switching;
  private boolean tunnels;
  private boolean reusable;
  private boolean over;

  Exchange(
      ChannelHandlerContext client,
      HttpRequest request,
      Duration idleTimeout,
      KeptConnection kept,
      Consumer<ChannelHandlerContext> ended) {
    this.client = client;
    this.request = request;
    this.idleTimeout = idleTimeout;
    this.kept = kept;
    this.ended = ended;
  }

  /** Whether the request has come in to its end. */
  boolean asked() {
    return asked;
  }

  /** Whether bytes go to and fro, HTTP being over. */
  boolean tunnels() {
    return tunnels;
  }

  /** Passes the request on to this project. */
  void begin(ProjectRef addressee, Entrances doors, RequestHead requests, Uses uses) {
    project = addressee;
    if (!RequestHead.passable(request)) {
      refuse(new RequestRefused(ErrorCode.INVALID_REQUEST, "The request's target is no path"));
      return;
    }
    entrances = doors;
    head = requests.of(request, client.channel());
    var _ =
        doors
            .of(addressee)
            .whenComplete((entrance, failure) ->
                client.executor().execute(() -> enter(entrance, failure, uses)));
  }

  /** Answers for whoever it was meant, since that cannot be found out. */
  void refuse(Throwable failure) {
    var cause = failure instanceof CompletionException ? failure.getCause() : failure;
    if (cause instanceof RequestRefused refusal) {
      refuse(refusal);
    } else {
      LOG.error("request=refused reason=\"its host could not be looked up\"", failure);
      refuse(new RequestRefused(ErrorCode.INTERNAL_ERROR, "Something went wrong here"));
    }
  }

  private void enter(@Nullable Entrance entrance, @Nullable Throwable failure, Uses uses) {
    if (over) {
      return;
    }
    switch (entrance) {
      case Entrance.Open(var to) -> {
        use = uses.begin(requireNonNull(project, "project"));
        open(to);
      }
      case Entrance.Shut(var refusal) -> refuse(refusal);
      case null -> {
        LOG.error(
            "project={} request=refused reason=\"its entrance is not known\"", project, failure);
        refuse(new RequestRefused(ErrorCode.INTERNAL_ERROR, "Something went wrong here"));
      }
    }
  }

  private void open(GatewayEndpoint to) {
    endpoint = to;
    var known = kept.take(to);
    if (known.isPresent()) {
      connected(known.get());
    } else {
      GatewaySide.connect(client.channel().eventLoop(), to, idleTimeout)
          .addListener((ChannelFuture opening) -> {
            if (over) {
              var _ = opening.channel().close();
            } else if (opening.isSuccess()) {
              connected(opening.channel());
            } else {
              unreachable("does not take connections");
            }
          });
    }
  }

  private void connected(Channel connection) {
    gateway = connection;
    GatewaySide.use(connection, this);
    send(connection, requireNonNull(head, "head"));
    early.forEach(message -> send(connection, message));
    early.clear();
    connection.flush();
    connection.read();
    readClient();
  }

  /** A piece of the request, or of what follows it. */
  void fromClient(Object message) {
    if (message instanceof LastHttpContent last) {
      asked = true;
      if (!last.trailingHeaders().isEmpty()) {
        // Nothing behind a body may say what was taken out before it.
        last.trailingHeaders().clear();
      }
    }
    if (over) {
      ReferenceCountUtil.release(message);
    } else if (message instanceof HttpContent content && content.decoderResult().isFailure()) {
      // It comes as a last piece: passed on, half a body would look whole.
      ReferenceCountUtil.release(message);
      cut();
    } else if (gateway == null) {
      early.add(message);
    } else {
      send(gateway, message);
    }
  }

  void clientReadComplete(boolean nothingAhead) {
    if (gateway != null) {
      gateway.flush();
    }
    if (asked && !tunnels) {
      // Nothing is expected, but only a read tells when the client leaves.
      if (nothingAhead) {
        client.read();
      }
    } else {
      readClient();
    }
  }

  private void readClient() {
    if (gateway != null && gateway.isWritable() && (!asked || tunnels)) {
      client.read();
    }
  }

  void gatewayWritabilityChanged() {
    readClient();
  }

  void clientWritabilityChanged() {
    if (gateway != null && client.channel().isWritable()) {
      gateway.read();
    }
  }

  /** A piece of the answer, or of what follows it. */
  void fromGateway(Object message) {
    if (over) {
      ReferenceCountUtil.release(message);
    } else if (tunnels) {
      send(client, message);
    } else if (message instanceof HttpResponse answer) {
      answer(answer);
    } else if (message instanceof HttpContent content) {
      content(content);
    } else {
      ReferenceCountUtil.release(message);
    }
  }

  private void answer(HttpResponse answer) {
    if (answer.decoderResult().isFailure()) {
      ReferenceCountUtil.release(answer);
      unreachable("sends what is no HTTP");
      return;
    }
    var status = answer.status();
    switching = status.equals(HttpResponseStatus.SWITCHING_PROTOCOLS);
    if (switching && !HopByHop.webSocket(request.headers())) {
      unreachable("switches to a protocol that nobody asked for");
      return;
    }
    informing = !switching && status.codeClass() == HttpStatusClass.INFORMATIONAL;
    var passed = AnswerHead.of(answer, request);
    if (!informing && !switching) {
      answering = true;
      reusable = HttpUtil.isKeepAlive(answer);
      if (!staysOpen()) {
        passed.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      }
    }
    send(client, passed);
  }

  private void content(HttpContent content) {
    if (content.decoderResult().isFailure()) {
      content.release();
      cut();
      return;
    }
    var last = content instanceof LastHttpContent;
    send(client, content);
    if (!last) {
      return;
    }
    if (informing) {
      informing = false;
      client.flush();
    } else if (switching) {
      tunnel();
    } else {
      finish();
    }
  }

  /** From here on it is no HTTP: the codecs go, what they had taken in comes here. */
  private void tunnel() {
    tunnels = true;
    client.flush();
    var connection = requireNonNull(gateway, "gateway");
    client.pipeline().remove(HttpServerCodec.class);
    connection.pipeline().remove(HttpClientCodec.class);
    connection.flush();
    client.read();
    connection.read();
  }

  private void finish() {
    end();
    var connection = requireNonNull(gateway, "gateway");
    gateway = null;
    GatewaySide.use(connection, null);
    if (reusable && asked) {
      kept.keep(connection, requireNonNull(endpoint, "endpoint"));
      // Tells when the gateway closes it.
      connection.read();
    } else {
      var _ = connection.close();
    }
    settle();
  }

  private void end() {
    over = true;
    if (use != null) {
      use.over();
      use = null;
    }
  }

  /** What cannot be written, also because it is no HTTP, ends the connection. */
  private static void send(ChannelOutboundInvoker to, Object message) {
    to.write(message).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
  }

  /** The answer is out. */
  private void settle() {
    if (staysOpen() && asked) {
      client.flush();
      ended.accept(client);
    } else {
      client.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }
  }

  private boolean staysOpen() {
    return HttpUtil.isKeepAlive(request) && request.protocolVersion().equals(HttpVersion.HTTP_1_1);
  }

  void gatewayReadComplete() {
    client.flush();
    if (gateway != null && client.channel().isWritable()) {
      gateway.read();
    }
  }

  /** The gateway closed its connection. */
  void gatewayLeft() {
    if (over) {
      return;
    }
    if (tunnels || answering) {
      cut();
    } else {
      unreachable("closed the connection without an answer");
    }
  }

  /** Nothing has come or gone for too long. */
  void silence() {
    if (over) {
      return;
    }
    if (tunnels || answering) {
      cut();
    } else {
      refuse(
          new RequestRefused(
              ErrorCode.TIMED_OUT,
              "The project %s did not answer within %s".formatted(project, idleTimeout)));
    }
  }

  private void unreachable(String why) {
    LOG.warn("project={} gateway={} request=refused reason=\"{}\"", project, endpoint, why);
    if (entrances != null && project != null) {
      entrances.forget(project);
    }
    refuse(
        new RequestRefused(
            ErrorCode.PROJECT_UNREACHABLE,
            "The gateway of the project %s %s".formatted(project, why)));
  }

  private void refuse(RequestRefused refusal) {
    cancel();
    var answer = AnswerHead.refused(refusal, request);
    if (!staysOpen() || !asked) {
      answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
    }
    send(client, answer);
    settle();
  }

  /** What was begun cannot be ended well: a cut connection is how HTTP/1.1 says so. */
  private void cut() {
    cancel();
    client.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
  }

  /** The client left, or nothing can come of it any more. */
  void cancel() {
    end();
    early.forEach(ReferenceCountUtil::release);
    early.clear();
    if (gateway != null) {
      GatewaySide.use(gateway, null);
      var _ = gateway.close();
      gateway = null;
    }
  }
}
