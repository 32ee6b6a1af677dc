package io.rickyard.gateway.stream;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.Target;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/** Passes an internal service's server-sent events on, as they come, until either side leaves. */
@Singleton
public final class StreamProxy {

  private static final String RESUME = "Last-Event-ID";

  private final PassThrough passThrough;

  StreamProxy(PassThrough passThrough) {
    this.passThrough = passThrough;
  }

  /** Opens a stream for a caller. */
  public Publisher<MutableHttpResponse<?>> open(Target target, Call call, HttpRequest<?> request) {
    var inner =
        HttpRequest.GET(passThrough.address(target))
            .accept(MediaType.TEXT_EVENT_STREAM_TYPE)
            .bearerAuth(call.identity().internalToken());
    String last = request.getHeaders().get(RESUME);
    if (last != null) {
      inner.header(RESUME, last);
    }
    return Mono.<MutableHttpResponse<?>>from(passThrough.pass(target.service(), inner))
        .map(response ->
            response
                .header(HttpHeaders.CACHE_CONTROL, "no-store")
                // A buffering proxy in front would hold the events back.
                .header("X-Accel-Buffering", "no"));
  }
}
