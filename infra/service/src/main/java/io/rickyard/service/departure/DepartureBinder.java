package io.rickyard.service.departure;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import io.micronaut.http.server.netty.NettyHttpRequest;
import io.netty.channel.ChannelFuture;
import io.netty.util.concurrent.GenericFutureListener;
import jakarta.inject.Singleton;
import java.util.Optional;

/** Hands a handler the {@link Departure} of its caller. */
@Singleton
final class DepartureBinder implements TypedRequestArgumentBinder<Departure> {

  @Override
  public Argument<Departure> argumentType() {
    return Argument.of(Departure.class);
  }

  @Override
  public BindingResult<Departure> bind(
      ArgumentConversionContext<Departure> context, HttpRequest<?> request) {
    var departure = of(request);
    return () -> Optional.of(departure);
  }

  private static Departure of(HttpRequest<?> request) {
    return request instanceof NettyHttpRequest<?> netty
        ? stop -> watch(netty.getChannelHandlerContext().channel().closeFuture(), stop)
        : Departure.NEVER;
  }

  private static Departure.Watch watch(ChannelFuture closed, Runnable stop) {
    GenericFutureListener<ChannelFuture> listener =
        _ -> {
          var _ = Thread.ofVirtual().name("caller-gone").start(stop);
        };
    var _ = closed.addListener(listener);
    return () -> {
      var _ = closed.removeListener(listener);
    };
  }
}
