package io.rickyard.gateway.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** SAML providers of projects, which the worker reads, and has their auth services change. */
@Singleton
public final class SsoClient {

  /** An auth service may have to fetch metadata first. */
  private static final Duration WITHIN = Duration.ofSeconds(25);

  private final InternalHttp http;

  SsoClient(InternalHttp http) {
    this.http = http;
  }

  /** All of a project. */
  public List<SsoProviderView> list(ProjectRef ref, Call call) {
    return List.of(http.get(providers(ref), call).as(SsoProviderView[].class));
  }

  /** One of them. */
  public SsoProviderView get(ProjectRef ref, String id, Call call) {
    return http.get(providers(ref).segment(id), call).as(SsoProviderView.class);
  }

  /** Adds one. */
  public SsoProviderView add(ProjectRef ref, JsonNode provider, Call call) {
    return http.sendLong("POST", providers(ref), provider, WITHIN, call).as(SsoProviderView.class);
  }

  /** Changes (PUT) or removes (DELETE) one. */
  public SsoProviderView change(
      String method, ProjectRef ref, String id, @Nullable JsonNode provider, Call call) {
    var target = providers(ref).segment(id);
    return (provider == null
            ? http.send(method, target, null, call)
            : http.sendLong(method, target, provider, WITHIN, call))
        .as(SsoProviderView.class);
  }

  private static Target providers(ProjectRef ref) {
    return Target.of(Upstream.WORKER, "/stacks").segment(ref.value()).segment("sso-providers");
  }
}
