package io.rickyard.gateway.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;
import java.time.Duration;
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
  public JsonNode list(ProjectRef ref, Call call) {
    return http.get(providers(ref), call).as(JsonNode.class);
  }

  /** One of them. */
  public JsonNode get(ProjectRef ref, String id, Call call) {
    return http.get(providers(ref).segment(id), call).as(JsonNode.class);
  }

  /** Adds one. */
  public JsonNode add(ProjectRef ref, JsonNode provider, Call call) {
    return http.sendLong("POST", providers(ref), provider, WITHIN, call).as(JsonNode.class);
  }

  /** Changes (PUT) or removes (DELETE) one. */
  public JsonNode change(
      String method, ProjectRef ref, String id, @Nullable JsonNode provider, Call call) {
    var target = providers(ref).segment(id);
    return (provider == null
            ? http.send(method, target, null, call)
            : http.sendLong(method, target, provider, WITHIN, call))
        .as(JsonNode.class);
  }

  private static Target providers(ProjectRef ref) {
    return Target.of(Upstream.WORKER, "/stacks").segment(ref.value()).segment("sso-providers");
  }
}
