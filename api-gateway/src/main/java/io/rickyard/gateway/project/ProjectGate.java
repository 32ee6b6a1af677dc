package io.rickyard.gateway.project;

import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponse;
import io.netty.handler.codec.http.HttpStatusClass;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.handler.timeout.IdleStateEvent;
import io.netty.util.ReferenceCountUtil;
import io.rickyard.contracts.ProjectRef;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Stands behind the codec of one client's connection. Requests for the installation pass through;
 * those for a project are taken out and exchanged with the project's gateway.
 *
 * <ol>
 *   <li>One request is dealt with at a time: what the client sends ahead waits, and meanwhile
 *       nothing more is read than what the codec had already taken in.
 *   <li>A request for a project waits until the server has answered those before it, and one for a
 *       domain until it is known whose that is.
 *   <li>While an exchange is on, reading is its business alone; the server's wish to read is
 *       granted when the exchange is over.
 *   <li>After a WebSocket is agreed on, bytes go to and fro until either side leaves.
 * </ol>
 *
 * <p>Everything happens on the connection's event loop.
 */
final class ProjectGate extends ChannelDuplexHandler {

  static final String NAME = "rickyard-projects";

  private final ProjectDomain domain;
  private final Addressees addressees;
  private final Entrances entrances;
  private final RequestHead requests;
  private final Uses uses;
  private final KeptConnection kept = new KeptConnection();
  private final Deque<Object> ahead = new ArrayDeque<>();

  /** Requests that the server has not answered to the end. */
  private int unanswered;

  /** Whether what comes in belongs to a request that passed through. */
  private boolean passing;

  private boolean passedSomething;
  private boolean autoRead;

  /** Whose the host of the next request is, while that is looked up. */
  private @Nullable CompletableFuture<Optional<ProjectRef>> sought;

  private @Nullable Exchange exchange;

  ProjectGate(
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
  public void channelRead(ChannelHandlerContext context, Object message) {
    if (exchange != null && exchange.tunnels()) {
      exchange.fromClient(message);
      return;
    }
    ahead.add(message);
    goOn(context);
  }

  private void goOn(ChannelHandlerContext context) {
    while (!ahead.isEmpty()) {
      if (exchange != null) {
        if (exchange.asked()) {
          return;
        }
        exchange.fromClient(ahead.remove());
      } else if (passing || !(ahead.peek() instanceof HttpRequest request)) {
        pass(context, ahead.remove());
      } else if (!take(context, request)) {
        return;
      }
    }
  }

  /** Begins with the request that comes next; false when it has to wait. */
  private boolean take(ChannelHandlerContext context, HttpRequest request) {
    if (sought != null) {
      return sought.isDone() && takeFound(context, request, sought);
    }
    return switch (addressees.of(request)) {
      case Addressee.Installation _ -> passOn(context);
      case Addressee.Project(var ref) -> exchange(context, request, ref);
      case Addressee.Sought(var owner) -> {
        sought = owner;
        if (owner.isDone()) {
          yield takeFound(context, request, owner);
        }
        var _ = owner.whenComplete((_, _) -> context.executor().execute(() -> goOnLater(context)));
        yield false;
      }
    };
  }

  private boolean takeFound(
      ChannelHandlerContext context,
      HttpRequest request,
      CompletableFuture<Optional<ProjectRef>> owner) {
    if (unanswered > 0) {
      return false;
    }
    sought = null;
    if (owner.isCompletedExceptionally()) {
      ahead.remove();
      refuse(context, request, owner.exceptionNow());
      return true;
    }
    var project = owner.resultNow();
    return project.isPresent() ? exchange(context, request, project.get()) : passOn(context);
  }

  /** The request is the server's to answer. */
  private boolean passOn(ChannelHandlerContext context) {
    unanswered++;
    passing = true;
    pass(context, ahead.remove());
    return true;
  }

  private boolean exchange(ChannelHandlerContext context, HttpRequest request, ProjectRef project) {
    if (unanswered > 0) {
      return false;
    }
    ahead.remove();
    begin(context, request).begin(project, entrances, requests, uses);
    return true;
  }

  private void pass(ChannelHandlerContext context, Object message) {
    if (message instanceof LastHttpContent) {
      passing = false;
    }
    passedSomething = true;
    context.fireChannelRead(message);
  }

  private void refuse(ChannelHandlerContext context, HttpRequest request, Throwable failure) {
    begin(context, request).refuse(failure);
  }

  private Exchange begin(ChannelHandlerContext context, HttpRequest request) {
    autoRead = context.channel().config().isAutoRead();
    context.channel().config().setAutoRead(false);
    var begun = new Exchange(context, request, domain.idleTimeout(), kept, this::ended);
    exchange = begun;
    return begun;
  }

  /** The exchange is over and the connection stays. */
  private void ended(ChannelHandlerContext context) {
    exchange = null;
    context.channel().config().setAutoRead(autoRead);
    goOnLater(context);
    if (exchange == null && ahead.isEmpty()) {
      context.read();
    }
  }

  /** Outside of a reading of its own, which therefore has to be told to be complete. */
  private void goOnLater(ChannelHandlerContext context) {
    goOn(context);
    completePassing(context);
  }

  private void completePassing(ChannelHandlerContext context) {
    if (passedSomething) {
      passedSomething = false;
      context.fireChannelReadComplete();
    }
  }

  @Override
  public void channelReadComplete(ChannelHandlerContext context) {
    completePassing(context);
    if (exchange != null) {
      exchange.clientReadComplete(ahead.isEmpty());
    }
  }

  @Override
  public void read(ChannelHandlerContext context) {
    if (exchange == null && ahead.isEmpty()) {
      context.read();
    }
  }

  @Override
  public void write(ChannelHandlerContext context, Object message, ChannelPromise promise) {
    var last = message instanceof LastHttpContent && !informational(message);
    var _ = context.write(message, promise);
    if (last && unanswered > 0) {
      unanswered--;
      if (unanswered == 0 && !ahead.isEmpty()) {
        // Not from within the server's own writing.
        context.executor().execute(() -> goOnLater(context));
      }
    }
  }

  private static boolean informational(Object message) {
    return message instanceof HttpResponse answer
        && answer.status().codeClass() == HttpStatusClass.INFORMATIONAL;
  }

  @Override
  public void channelWritabilityChanged(ChannelHandlerContext context) {
    if (exchange != null) {
      exchange.clientWritabilityChanged();
    }
    context.fireChannelWritabilityChanged();
  }

  @Override
  public void userEventTriggered(ChannelHandlerContext context, Object event) {
    // How long an exchange may be silent is decided on its other side.
    if (exchange == null || !(event instanceof IdleStateEvent)) {
      context.fireUserEventTriggered(event);
    }
  }

  @Override
  public void channelInactive(ChannelHandlerContext context) {
    leave();
    context.fireChannelInactive();
  }

  @Override
  public void handlerRemoved(ChannelHandlerContext context) {
    leave();
  }

  private void leave() {
    if (exchange != null) {
      exchange.cancel();
      exchange = null;
    }
    kept.close();
    ahead.forEach(ReferenceCountUtil::release);
    ahead.clear();
  }

  @Override
  public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
    if (exchange == null) {
      context.fireExceptionCaught(cause);
    } else {
      // The client's connection broke, or it sent what is no HTTP in the middle of a request.
      var _ = context.close();
    }
  }
}
