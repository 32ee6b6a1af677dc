package io.rickyard.gateway.stream;

import io.micronaut.core.io.buffer.ByteArrayBufferFactory;
import io.micronaut.core.io.buffer.ReadBuffer;
import io.micronaut.core.io.buffer.ReadBufferFactory;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.body.ByteBody;
import io.micronaut.http.body.ByteBodyFactory;
import io.rickyard.contracts.TraceContext;
import io.rickyard.gateway.upstream.Target;
import io.rickyard.gateway.upstream.Upstream;
import io.rickyard.gateway.upstream.UpstreamAddresses;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import io.rickyard.service.trace.RequestTrace;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.Flow;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import reactor.adapter.JdkFlowAdapter;
import reactor.core.publisher.Flux;
import reactor.core.publisher.Mono;

/**
 * Passes a request on and its answer back, piece by piece: nothing is collected, a slow reader
 * slows the sender, and when the caller leaves the inner connection is closed. (Micronaut's own
 * proxy client would go on reading an endless stream to throw it away.)
 */
@Singleton
final class PassThrough implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration HEAD = Duration.ofSeconds(15);
  private static final Duration LATER = Duration.ofSeconds(2);

  /** What a service says to the caller; the rest is between the service and us. */
  private static final List<String> PASSED =
      List.of(
          "Content-Type",
          "Content-Disposition",
          "Cache-Control",
          "Link",
          "Location",
          "Retry-After",
          "Set-Cookie",
          "WWW-Authenticate",
          "X-Supabase-Api-Version",
          "X-Total-Count");

  private static final ReadBufferFactory PIECES = ReadBufferFactory.getJdkFactory();
  private static final ByteBodyFactory BODIES =
      ByteBodyFactory.createDefault(ByteArrayBufferFactory.INSTANCE);

  private final UpstreamAddresses addresses;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  PassThrough(UpstreamAddresses addresses) {
    this.addresses = addresses;
  }

  /** A request for a resource, with nothing of the caller's in it yet. */
  HttpRequest.Builder request(Target target) {
    return HttpRequest.newBuilder(addresses.resolve(target.service(), target.path()));
  }

  /** Lets what the service does hang in a trace. */
  static void handOn(HttpRequest.Builder request, @Nullable TraceContext trace) {
    if (trace != null) {
      request.header(RequestTrace.HEADER, trace.traceparent());
    }
  }

  /** Sends a request to a service; the answer comes as it is, also when it is a refusal. */
  Mono<MutableHttpResponse<?>> pass(Upstream service, HttpRequest request) {
    return Mono.fromFuture(() -> client.sendAsync(request, BodyHandlers.ofPublisher()))
        .timeout(HEAD)
        .<MutableHttpResponse<?>>map(PassThrough::answer)
        .onErrorMap(IOException.class, _ -> unavailable(service))
        .onErrorMap(TimeoutException.class, _ -> unavailable(service));
  }

  private static MutableHttpResponse<ByteBody> answer(
      HttpResponse<Flow.Publisher<List<ByteBuffer>>> inner) {
    MutableHttpResponse<ByteBody> answer =
        io.micronaut.http.HttpResponse.status(inner.statusCode(), null);
    for (String name : PASSED) {
      inner.headers().allValues(name).forEach(value -> answer.header(name, value));
    }
    var length = inner.headers().firstValueAsLong("Content-Length");
    return answer.body(BODIES.adapt(pieces(inner.body()), length));
  }

  private static Flux<ReadBuffer> pieces(Flow.Publisher<List<ByteBuffer>> body) {
    return JdkFlowAdapter.flowPublisherToFlux(body)
        .concatMapIterable(buffers -> buffers, 1)
        .map(PassThrough::piece);
  }

  private static ReadBuffer piece(ByteBuffer buffer) {
    byte[] bytes = new byte[buffer.remaining()];
    buffer.get(bytes);
    return PIECES.adapt(bytes);
  }

  private static RequestRefused unavailable(Upstream service) {
    return new RequestRefused(
        ErrorCode.SERVICE_UNAVAILABLE,
        service.serviceName() + " does not answer at the moment",
        LATER);
  }

  @Override
  @PreDestroy
  public void close() {
    client.shutdownNow();
  }
}
