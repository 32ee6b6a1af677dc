package io.rickyard.gateway.upstream;

import jakarta.inject.Singleton;
import java.util.Map;

/** Turns shown tokens into internal ones, at auth-service. */
@Singleton
public final class TokenExchange {

  private final InternalHttp http;

  TokenExchange(InternalHttp http) {
    this.http = http;
  }

  /** Exchanges a token; refuses one that is not valid (any more). */
  public Exchanged exchange(String token) {
    var target = Target.of(Upstream.AUTH, "/internal/exchange");
    return http.send("POST", target, Map.of("token", token), (String) null).as(Exchanged.class);
  }
}
