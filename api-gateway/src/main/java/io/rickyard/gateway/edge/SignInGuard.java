package io.rickyard.gateway.edge;

import io.micronaut.http.HttpRequest;
import io.rickyard.gateway.address.CallerAddress;
import io.rickyard.gateway.limit.RateLimits;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;

/** Stands before everything that takes a password or a code. */
@Singleton
public final class SignInGuard {

  private final Connections connections;
  private final RateLimits rates;
  private final CallerAddress addresses;

  SignInGuard(Connections connections, RateLimits rates, CallerAddress addresses) {
    this.connections = connections;
    this.rates = rates;
    this.addresses = addresses;
  }

  /** Refuses a connection that others can listen to, and whoever tries too often. */
  public void check(HttpRequest<?> request) {
    if (connections.of(request) == Connection.EXPOSED) {
      throw new RequestRefused(
          ErrorCode.INSECURE_CONNECTION,
          "A password sent over plain http can be read on the way. Put a proxy with TLS in front"
              + " and set rickyard.gateway.public-url to its https address, or use an SSH tunnel to"
              + " localhost");
    }
    rates.signIn(addresses.of(request));
  }
}
