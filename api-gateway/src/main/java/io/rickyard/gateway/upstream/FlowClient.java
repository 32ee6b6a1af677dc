package io.rickyard.gateway.upstream;

import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;
import org.jspecify.annotations.Nullable;

/** The flow of tasks: what is set at org-service, what is seen at the worker. */
@Singleton
public final class FlowClient {

  private static final Target RULES = Target.of(Upstream.ORG, "/flow");
  private static final Target QUEUES = Target.of(Upstream.WORKER, "/queues");
  private static final Target WORKERS = Target.of(Upstream.WORKER, "/workers");

  private final InternalHttp http;

  FlowClient(InternalHttp http) {
    this.http = http;
  }

  /** All that is set. */
  public Answer rules(Call call) {
    return http.get(RULES, call);
  }

  /** Sets a rule of a sort ({@code pauses} or {@code limits}) for a scope. */
  public Answer put(String sort, String scope, @Nullable Object rule, Call call) {
    return http.send("PUT", rule(sort, scope), rule, call);
  }

  /** Takes a rule away. */
  public Answer delete(String sort, String scope, Call call) {
    return http.send("DELETE", rule(sort, scope), null, call);
  }

  /** How the queues stand. */
  public Answer queues(Call call) {
    return http.get(QUEUES, call);
  }

  /** Who works. */
  public Answer workers(Call call) {
    return http.get(WORKERS, call);
  }

  private static Target rule(String sort, String scope) {
    return Target.of(RULES.service(), RULES.path() + "/" + sort).segment(scope);
  }
}
