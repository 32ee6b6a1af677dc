package io.rickyard.gateway.upstream;

import jakarta.inject.Singleton;
import java.util.Map;

/**
 * The trail of what was done, at auth-service. It is asked as the gateway, which has to have
 * checked that the caller may see what is asked for.
 */
@Singleton
public final class AuditClient {

  private static final Target SEARCH = Target.of(Upstream.AUTH, "/internal/audit/search");

  private final InternalHttp http;
  private final ServiceToken serviceToken;

  AuditClient(InternalHttp http, ServiceToken serviceToken) {
    this.http = http;
    this.serviceToken = serviceToken;
  }

  /** A page of what a filter finds, the newest first. */
  public Answer search(Map<String, Object> wanted) {
    return http.send("POST", SEARCH, wanted, serviceToken.get());
  }
}
