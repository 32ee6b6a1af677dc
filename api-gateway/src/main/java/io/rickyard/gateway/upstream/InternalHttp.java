package io.rickyard.gateway.upstream;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.call.CallHeaders;
import io.rickyard.gateway.secret.Fingerprints;
import io.rickyard.service.departure.Departure;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Calls internal services, on the caller's (virtual) thread. Every refusal and every silence comes
 * back as a {@link io.rickyard.service.problem.RequestRefused} that names the service.
 */
@Singleton
public final class InternalHttp implements AutoCloseable {

  private static final Duration CONNECT = Duration.ofSeconds(2);
  private static final Duration GLANCE = Duration.ofSeconds(1);
  private static final Duration READ = Duration.ofSeconds(5);
  private static final Duration WRITE = Duration.ofSeconds(10);

  private final UpstreamAddresses addresses;
  private final Breakers breakers;
  private final Fingerprints fingerprints;
  private final UpstreamSpans spans;
  private final HttpClient client =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(CONNECT)
          .followRedirects(HttpClient.Redirect.NEVER)
          .executor(Executors.newVirtualThreadPerTaskExecutor())
          .build();

  InternalHttp(
      UpstreamAddresses addresses,
      Breakers breakers,
      Fingerprints fingerprints,
      UpstreamSpans spans) {
    this.addresses = addresses;
    this.breakers = breakers;
    this.fingerprints = fingerprints;
    this.spans = spans;
  }

  /** Reads a resource for a caller. */
  public Answer get(Target target, Call call) {
    return exchange(target, request(target, READ).GET(), call, false);
  }

  /** Reads for a caller what may take this long. */
  public Answer getLong(Target target, Duration within, Call call) {
    return exchange(target, request(target, within).GET(), call, false);
  }

  /** Reads a resource for a caller whose browser sent this cookie, where it sent one. */
  public Answer get(Target target, @Nullable String cookie, Call call) {
    var request = request(target, READ);
    if (cookie != null) {
      request.header("Cookie", cookie);
    }
    return exchange(target, request.GET(), call, false);
  }

  /** Reads a resource under a token of ours. */
  public Answer get(Target target, String bearer) {
    return exchange(
        target, request(target, READ).header("Authorization", "Bearer " + bearer).GET(), false);
  }

  /** Reads a resource for somebody who shows a token of auth-service's. */
  public Answer getFrom(SignInOrigin origin, Target target, String bearer) {
    return exchange(
        target,
        from(origin, request(target, READ)).header("Authorization", "Bearer " + bearer).GET(),
        false);
  }

  /** Reads what anybody may read, and gives up soon. */
  public Answer glance(Target target) {
    return exchange(target, request(target, GLANCE).GET(), false);
  }

  /** Sends JSON for a caller, or nothing. */
  public Answer send(String method, Target target, @Nullable Object body, Call call) {
    return exchange(target, json(method, target, body), call, true);
  }

  /** Sends JSON for a caller to what may take this long. */
  public Answer sendLong(String method, Target target, Object body, Duration within, Call call) {
    return sendLong(method, target, body, within, Departure.NEVER, call);
  }

  /**
   * Sends JSON for a caller to what may take this long, and lets go of it when the caller goes
   * away.
   */
  public Answer sendLong(
      String method, Target target, Object body, Duration within, Departure departure, Call call) {
    return exchange(target, json(method, target, body).timeout(within), call, true, departure);
  }

  /**
   * Posts JSON, or nothing, for a caller, under the caller's idempotency key where there is one:
   * the service does it once.
   */
  public Answer once(Target target, @Nullable Object body, Call call) {
    return once(target, body, body, call);
  }

  /** The same, where the caller asked with another body than the service gets. */
  public Answer once(Target target, @Nullable Object body, @Nullable Object asked, Call call) {
    return exchange(
        target,
        keyed(json("POST", target, body), asked == null ? Map.of() : asked, call),
        call,
        true);
  }

  /** The same by whatever method, to what may take this long. */
  public Answer onceLong(
      String method,
      Target target,
      @Nullable Object body,
      Object asked,
      Duration within,
      Call call) {
    return exchange(
        target, keyed(json(method, target, body).timeout(within), asked, call), call, true);
  }

  private HttpRequest.Builder keyed(HttpRequest.Builder request, Object asked, Call call) {
    String key = call.idempotencyKey();
    return key == null
        ? request
        : request
            .header(CallHeaders.IDEMPOTENCY_KEY, key)
            .header(CallHeaders.IDEMPOTENCY_SCOPE, call.scope())
            .header(CallHeaders.IDEMPOTENCY_FINGERPRINT, fingerprints.of(asked));
  }

  /** Posts JSON for somebody who is not known yet, from this address. */
  public Answer sendFrom(SignInOrigin origin, Target target, Object body) {
    return exchange(target, from(origin, json("POST", target, body)), true);
  }

  /** The same for somebody who shows a token of auth-service's. */
  public Answer sendFrom(SignInOrigin origin, Target target, Object body, String bearer) {
    return exchange(
        target,
        from(origin, json("POST", target, body)).header("Authorization", "Bearer " + bearer),
        true);
  }

  private static HttpRequest.Builder from(SignInOrigin origin, HttpRequest.Builder request) {
    request.header(CallHeaders.FORWARDED_FOR, origin.address());
    if (origin.agent() != null) {
      request.header("User-Agent", origin.agent());
    }
    return request;
  }

  /** Sends JSON under a token of its own, or under none where the body itself proves the right. */
  public Answer send(String method, Target target, Object body, @Nullable String bearer) {
    var request = json(method, target, body);
    if (bearer != null) {
      request.header("Authorization", "Bearer " + bearer);
    }
    return exchange(target, request, true);
  }

  private Answer exchange(Target target, HttpRequest.Builder request, Call call, boolean write) {
    return exchange(target, request, call, write, Departure.NEVER);
  }

  private Answer exchange(
      Target target, HttpRequest.Builder request, Call call, boolean write, Departure departure) {
    request.header("Authorization", "Bearer " + call.identity().internalToken());
    request.header(CallHeaders.CORRELATION, call.correlationId().value());
    request.header(CallHeaders.FORWARDED_FOR, call.origin());
    if (call.prefer() != null) {
      request.header(CallHeaders.PREFER, call.prefer());
    }
    if (call.position() != null) {
      request.header(CallHeaders.POSITION, call.position().text());
    }
    return spans.around(
        request, target.service(), call, () -> exchange(target, request, write, departure));
  }

  private Answer exchange(Target target, HttpRequest.Builder request, boolean write) {
    return exchange(target, request, write, Departure.NEVER);
  }

  private Answer exchange(
      Target target, HttpRequest.Builder request, boolean write, Departure departure) {
    Upstream service = target.service();
    var breaker = breakers.of(service, write);
    if (!breaker.tryAcquirePermission()) {
      throw Refusals.unavailable(service);
    }
    var answer = guarded(service, request.build(), breaker, write, departure);
    if (answer.statusCode() >= 300) {
      throw Refusals.refused(service, answer);
    }
    boolean replayed = answer.headers().firstValue(CallHeaders.REPLAYED).isPresent();
    var cookies = answer.headers().allValues("Set-Cookie");
    return new Answer(service, answer.statusCode(), answer.body(), replayed, cookies);
  }

  private HttpResponse<byte[]> guarded(
      Upstream service,
      HttpRequest request,
      CircuitBreaker breaker,
      boolean write,
      Departure departure) {
    long begun = System.nanoTime();
    try {
      var answer = answer(request, departure);
      if (answer.statusCode() == 500) {
        breaker.onError(since(begun), TimeUnit.NANOSECONDS, new IOException("answered 500"));
      } else {
        breaker.onSuccess(since(begun), TimeUnit.NANOSECONDS);
      }
      return answer;
    } catch (IOException e) {
      breaker.onError(since(begun), TimeUnit.NANOSECONDS, e);
      throw Refusals.unanswered(service, write, e);
    } catch (InterruptedException _) {
      breaker.releasePermission();
      Thread.currentThread().interrupt();
      throw new CancellationException("The caller went away");
    } catch (CancellationException e) {
      breaker.releasePermission();
      throw e;
    }
  }

  /** Closes the connection to the service when the caller closes its own. */
  private HttpResponse<byte[]> answer(HttpRequest request, Departure departure)
      throws IOException, InterruptedException {
    if (departure == Departure.NEVER) {
      return client.send(request, BodyHandlers.ofByteArray());
    }
    var pending = client.sendAsync(request, BodyHandlers.ofByteArray());
    try (var _ = departure.watch(() -> pending.cancel(true))) {
      return pending.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure ? failure : new IOException(e.getCause());
    }
  }

  private HttpRequest.Builder json(String method, Target target, @Nullable Object body) {
    var request = request(target, WRITE);
    if (body == null) {
      return request.method(method, BodyPublishers.noBody());
    }
    try {
      byte[] bytes = ContractJson.mapper().writeValueAsBytes(body);
      return request
          .header("Content-Type", "application/json")
          .method(method, BodyPublishers.ofByteArray(bytes));
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A request to " + target.path() + " cannot be written", e);
    }
  }

  private HttpRequest.Builder request(Target target, Duration limit) {
    return HttpRequest.newBuilder(addresses.resolve(target.service(), target.path()))
        .timeout(limit)
        .header("Accept", "application/json");
  }

  private static long since(long begun) {
    return System.nanoTime() - begun;
  }

  @Override
  @PreDestroy
  public void close() {
    client.shutdownNow();
  }
}
