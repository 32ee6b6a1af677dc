package io.rickyard.gateway.installation;

import io.rickyard.gateway.upstream.InternalHttp;
import io.rickyard.gateway.upstream.Target;
import io.rickyard.gateway.upstream.Upstream;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Looks whether the services answer: all at once, and at most once in two seconds. */
@Singleton
final class InstallationHealth {

  private static final Duration FRESH = Duration.ofSeconds(2);

  private final InternalHttp http;
  private final Executor threads = Executors.newVirtualThreadPerTaskExecutor();
  private final ReentrantLock looking = new ReentrantLock();
  private @Nullable Seen seen;

  InstallationHealth(InternalHttp http) {
    this.http = http;
  }

  /** Which services answer, by name. */
  Map<String, Boolean> services() {
    looking.lock();
    try {
      var last = seen;
      if (last != null && System.nanoTime() - last.atNanos() < FRESH.toNanos()) {
        return last.services();
      }
      var services = look();
      seen = new Seen(services, System.nanoTime());
      return services;
    } finally {
      looking.unlock();
    }
  }

  private Map<String, Boolean> look() {
    Map<Upstream, CompletableFuture<Boolean>> looks = new LinkedHashMap<>();
    Arrays.stream(Upstream.values())
        .forEach(service ->
            looks.put(service, CompletableFuture.supplyAsync(() -> answers(service), threads)));
    Map<String, Boolean> services = new LinkedHashMap<>();
    looks.forEach((service, look) -> services.put(service.serviceName(), look.join()));
    return services;
  }

  private boolean answers(Upstream service) {
    try {
      return http.glance(Target.of(service, "/health")).status() == 200;
    } catch (RequestRefused _) {
      return false;
    }
  }

  private record Seen(Map<String, Boolean> services, long atNanos) {}
}
