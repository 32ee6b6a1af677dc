package io.rickyard.gateway.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Inbound webhooks, at org-service. */
@Singleton
public final class HookClient {

  private static final Target HOOKS = Target.of(Upstream.ORG, "/hooks");

  private final InternalHttp http;
  private final ServiceToken serviceToken;

  HookClient(InternalHttp http, ServiceToken serviceToken) {
    this.http = http;
    this.serviceToken = serviceToken;
  }

  /** An organization's hooks. */
  public Answer list(@Nullable String organization, Call call) {
    return http.get(HOOKS.with("organization", organization), call);
  }

  /**
   * Makes a hook; the answer is the only place that shows its secret.
   *
   * @param asked what the caller asked for, by which a repetition is known
   */
  public Answer create(Object hook, Object asked, Call call) {
    return http.once(HOOKS, hook, asked, call);
  }

  /** Removes a hook. */
  public void delete(String id, Call call) {
    http.send("DELETE", HOOKS.segment(id), null, call);
  }

  /** Gives a hook another secret; the answer is the only place that shows it. */
  public Answer rotate(String id, Call call) {
    return http.once(HOOKS.segment(id).segment("rotate"), null, call);
  }

  /** What came in under a hook. */
  public Answer deliveries(String id, @Nullable String limit, @Nullable String after, Call call) {
    var deliveries = HOOKS.segment(id).segment("deliveries");
    return http.get(deliveries.with("limit", limit).with("after", after), call);
  }

  /** Hands a delivery in, as it came; org-service checks its signature and its rule. */
  public JsonNode receive(String id, Delivery delivery) {
    var target = HOOKS.segment(id).segment("receive");
    return http.send("POST", target, delivery, serviceToken.get()).as(JsonNode.class);
  }

  /**
   * A delivery.
   *
   * @param headers by lower-case name
   * @param body the bytes that are signed; not copied
   * @param origin the address it came from
   */
  @SuppressWarnings("ArrayRecordComponent") // goes out as it came in
  public record Delivery(Map<String, String> headers, byte[] body, String origin) {
    /** Copies the headers. */
    public Delivery {
      headers = Map.copyOf(headers);
    }
  }
}
