package io.rickyard.gateway.stream;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.call.CallHeaders;
import io.rickyard.gateway.upstream.Target;
import jakarta.inject.Singleton;
import org.reactivestreams.Publisher;

/** Passes an internal service's server-sent events on, as they come, until either side leaves. */
@Singleton
public final class StreamProxy {

  private static final String RESUME = "Last-Event-ID";

  private final PassThrough passThrough;

  StreamProxy(PassThrough passThrough) {
    this.passThrough = passThrough;
  }

  /** Opens a stream for a caller. */
  public Publisher<? extends HttpResponse<?>> open(
      Target target, Call call, HttpRequest<?> request) {
    var inner =
        passThrough
            .request(target)
            .header(HttpHeaders.ACCEPT, MediaType.TEXT_EVENT_STREAM)
            .header(HttpHeaders.AUTHORIZATION, "Bearer " + call.identity().internalToken());
    PassThrough.handOn(inner, call.trace());
    var accepted = call.position();
    if (accepted != null) {
      inner.header(CallHeaders.POSITION, accepted.text());
    }
    String last = request.getHeaders().get(RESUME);
    if (last != null) {
      inner.header(RESUME, last);
    }
    return passThrough.pass(target.service(), inner.GET().build()).map(StreamProxy::unbuffered);
  }

  /** A cache or a buffering proxy in front would hold the events back. */
  private static MutableHttpResponse<?> unbuffered(MutableHttpResponse<?> response) {
    return response.header(HttpHeaders.CACHE_CONTROL, "no-store").header("X-Accel-Buffering", "no");
  }
}
