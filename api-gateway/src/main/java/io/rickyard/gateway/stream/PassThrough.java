package io.rickyard.gateway.stream;

import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.client.DefaultHttpClientConfiguration;
import io.micronaut.http.client.HttpClientConfiguration;
import io.micronaut.http.client.ProxyHttpClient;
import io.micronaut.http.client.exceptions.HttpClientException;
import io.rickyard.gateway.upstream.Target;
import io.rickyard.gateway.upstream.Upstream;
import io.rickyard.gateway.upstream.UpstreamAddresses;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.Closeable;
import java.io.IOException;
import java.net.MalformedURLException;
import java.net.URI;
import java.net.URL;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.reactivestreams.Publisher;
import reactor.core.publisher.Mono;

/**
 * Passes a request on and its answer back, piece by piece: nothing is collected, a slow reader
 * slows the sender, and when the caller leaves the inner request is cancelled.
 */
@Singleton
final class PassThrough implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration HEAD = Duration.ofSeconds(15);
  private static final Duration LATER = Duration.ofSeconds(2);
  private static final List<String> HOP_BY_HOP =
      List.of("Connection", "Keep-Alive", "Proxy-Authenticate", "Upgrade", "Server", "Set-Cookie");

  private final UpstreamAddresses addresses;
  private final ProxyHttpClient client;

  PassThrough(UpstreamAddresses addresses) throws MalformedURLException {
    this.addresses = addresses;
    this.client = ProxyHttpClient.create(anyBase(addresses), configuration());
  }

  URI address(Target target) {
    return addresses.resolve(target.service(), target.path());
  }

  /** Sends a request to a service; the answer comes as it is, also when it is a refusal. */
  Publisher<MutableHttpResponse<?>> pass(Upstream service, HttpRequest<?> request) {
    return Mono.<MutableHttpResponse<?>>from(client.proxy(request))
        .timeout(HEAD)
        .doOnNext(response -> HOP_BY_HOP.forEach(name -> response.getHeaders().remove(name)))
        .onErrorMap(HttpClientException.class, _ -> unavailable(service))
        .onErrorMap(TimeoutException.class, _ -> unavailable(service));
  }

  private static RequestRefused unavailable(Upstream service) {
    return new RequestRefused(
        ErrorCode.SERVICE_UNAVAILABLE,
        service.serviceName() + " does not answer at the moment",
        LATER);
  }

  /** An event stream is silent for as long as nothing happens. */
  private static HttpClientConfiguration configuration() {
    var configuration = new DefaultHttpClientConfiguration();
    configuration.setConnectTimeout(CONNECT);
    configuration.setReadTimeout(Duration.ofSeconds(-1));
    configuration.setReadIdleTimeout(Duration.ofSeconds(-1));
    configuration.setExceptionOnErrorStatus(false);
    return configuration;
  }

  private static URL anyBase(UpstreamAddresses addresses) throws MalformedURLException {
    return addresses.resolve(Upstream.BRIDGE, "/").toURL();
  }

  @Override
  @PreDestroy
  public void close() throws IOException {
    if (client instanceof Closeable closeable) {
      closeable.close();
    }
  }
}
