package io.rickyard.gateway.edge;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.Problem;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Cuts off a client that does not get its request's head out in time. A connection costs a file and
 * memory; without a deadline a byte now and then keeps it for ever.
 *
 * <ol>
 *   <li>The time runs from the beginning of the connection, whether anything comes or not.
 *   <li>A whole head stops it. Bytes that end nothing start it for the next head, but not before
 *       all earlier requests are answered: what is sent ahead may not break an answer off.
 *   <li>When it is over and part of a head has come, the client is told (408); one that sent
 *       nothing, or is still busy with TLS, is left without a word.
 *   <li>Between requests it does not run: that is the idle time-out's matter, as is a body.
 * </ol>
 *
 * <p>Stands right behind the codec, so that a reading without a message means a piece of a head.
 */
final class HeadDeadline extends ChannelDuplexHandler {

  static final String NAME = "rickyard-head-deadline";

  private static final Logger LOG = LoggerFactory.getLogger(HeadDeadline.class);

  private final Duration patience;
  private @Nullable Future<?> deadline;
  private int unanswered;

  /** Whether the body of the request that came last is still coming. */
  private boolean inBody;

  /** Whether part of a head has come. */
  private boolean begun;

  /** Whether what was read just now ended something. */
  private boolean understood;

  HeadDeadline(Duration patience) {
    this.patience = patience;
  }

  @Override
  public void handlerAdded(ChannelHandlerContext context) {
    run(context);
  }

  private void run(ChannelHandlerContext context) {
    if (deadline == null) {
      deadline =
          context
              .executor()
              .schedule(() -> over(context), patience.toMillis(), TimeUnit.MILLISECONDS);
    }
  }

  private void stop() {
    if (deadline != null) {
      deadline.cancel(false);
      deadline = null;
    }
  }

  @Override
  public void channelRead(ChannelHandlerContext context, Object message) {
    understood = true;
    if (message instanceof HttpRequest) {
      stop();
      begun = false;
      inBody = true;
      unanswered++;
    }
    if (message instanceof LastHttpContent) {
      inBody = false;
    }
    context.fireChannelRead(message);
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    if (!understood && !inBody) {
      begun = true;
      if (unanswered == 0) {
        run(context);
      }
    }
    understood = false;
    context.fireChannelReadComplete();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    if (event instanceof SslHandshakeCompletionEvent) {
      begun = false;
      understood = true; // what was read just now was TLS's
    }
    context.fireUserEventTriggered(event);
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    var head = message instanceof HttpResponse answer ? answer.status() : null;
    var informs = head != null && head.codeClass() == HttpStatusClass.INFORMATIONAL;
    var ends = message instanceof LastHttpContent && !informs;
    var _ = context.write(message, promise);
    if (HttpResponseStatus.SWITCHING_PROTOCOLS.equals(head)) {
      context.pipeline().remove(this); // what follows has no heads
    } else if (ends && unanswered > 0) {
      unanswered--;
      if (unanswered == 0 && begun) {
        run(context);
      }
    }
  }

  private void over(ChannelHandlerContext context) {
    deadline = null;
    LOG.debug(
        "connection=closed caller={} reason=\"no request's head within {}\"",
        context.channel().remoteAddress(),
        patience);
    if (begun && speaksHttp(context.pipeline())) {
      var answer =
          ProblemAnswer.of(
              Problem.of(
                  ErrorCode.REQUEST_TIMED_OUT,
                  "The head of the request did not come whole within " + patience));
      answer.headers().set(HttpHeaderNames.CONNECTION, HttpHeaderValues.CLOSE);
      context.writeAndFlush(answer).addListener(ChannelFutureListener.CLOSE);
    } else {
      var _ = context.close();
    }
  }

  /** Whether TLS, where it is spoken, is agreed on. */
  private static boolean speaksHttp(ChannelPipeline pipeline) {
    var tls = pipeline.get(SslHandler.class);
    return tls == null
        ? pipeline.get(AbstractSniHandler.class) == null
        : tls.handshakeFuture().isSuccess();
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    stop();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    stop();
  }
}
