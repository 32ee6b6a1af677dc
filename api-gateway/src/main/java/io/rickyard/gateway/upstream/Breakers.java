package io.rickyard.gateway.upstream;

import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.circuitbreaker.CircuitBreakerRegistry;
import jakarta.inject.Singleton;
import java.time.Duration;

/**
 * One circuit breaker for each service's reads and one for its writes, so that a service that can
 * still be read is.
 */
@Singleton
final class Breakers {

  private static final CircuitBreakerConfig CONFIG =
      CircuitBreakerConfig.custom()
          .slidingWindowSize(20)
          .minimumNumberOfCalls(10)
          .failureRateThreshold(50)
          .waitDurationInOpenState(Duration.ofSeconds(2))
          .permittedNumberOfCallsInHalfOpenState(3)
          .automaticTransitionFromOpenToHalfOpenEnabled(false)
          .build();

  private final CircuitBreakerRegistry registry = CircuitBreakerRegistry.of(CONFIG);

  CircuitBreaker of(Upstream service, boolean write) {
    return registry.circuitBreaker(service.serviceName() + (write ? "-writes" : "-reads"));
  }
}
