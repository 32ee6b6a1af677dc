package io.rickyard.gateway.upstream;

import io.rickyard.gateway.call.Call;
import io.rickyard.messaging.LetterId;
import jakarta.inject.Singleton;
import java.util.Map;

/** Dead messages, at org-service, which publishes them again with the record of it. */
@Singleton
public final class LetterClient {

  private static final Target LETTERS = Target.of(Upstream.ORG, "/dead-messages");

  private final InternalHttp http;

  LetterClient(InternalHttp http) {
    this.http = http;
  }

  /** A page of them, under filters and a cursor whose names are known. */
  public Answer list(Map<String, String> parameters, Call call) {
    var target = LETTERS;
    for (var parameter : parameters.entrySet()) {
      target = target.with(parameter.getKey(), parameter.getValue());
    }
    return http.get(target, call);
  }

  /** One. */
  public Answer get(LetterId id, Call call) {
    return http.get(LETTERS.segment(id.text()), call);
  }

  /** Does something about one: {@code replay} or {@code drop}. */
  public Answer handle(LetterId id, String what, Call call) {
    return http.send("POST", LETTERS.segment(id.text()).segment(what), null, call);
  }

  /** Does it about those that a request means. */
  public Answer handleMany(String what, Object request, Call call) {
    return http.send("POST", LETTERS.segment(what), request, call);
  }
}
