package io.rickyard.gateway.upstream;

import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Value;
import io.rickyard.service.InvalidSetting;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** The gateway's own internal token, for what it does without a caller. Renewed before it ends. */
@Context
public final class ServiceToken {

  private static final Duration MARGIN = Duration.ofSeconds(10);

  private final InternalHttp http;
  private final String secret;
  private final ReentrantLock renewal = new ReentrantLock();
  private volatile @Nullable Held held;

  ServiceToken(InternalHttp http, @Value("${rickyard.internal.secret:}") String secret) {
    if (secret.isBlank()) {
      throw new InvalidSetting("rickyard.internal.secret", "is missing");
    }
    this.http = http;
    this.secret = secret;
  }

  /** A token that is valid for some seconds more. */
  public String get() {
    var present = held;
    if (present != null && present.usable()) {
      return present.token();
    }
    renewal.lock();
    try {
      present = held;
      if (present != null && present.usable()) {
        return present.token();
      }
      var renewed = renew();
      held = renewed;
      return renewed.token();
    } finally {
      renewal.unlock();
    }
  }

  private Held renew() {
    var target = Target.of(Upstream.AUTH, "/internal/service-token");
    var exchanged =
        http.send("POST", target, Map.of("service", "api-gateway", "secret", secret), (String) null)
            .as(Exchanged.class);
    long life = exchanged.life().minus(MARGIN).toNanos();
    return new Held(exchanged.internalToken(), System.nanoTime() + life);
  }

  private record Held(String token, long endsAtNanos) {
    boolean usable() {
      return System.nanoTime() - endsAtNanos < 0;
    }
  }
}
