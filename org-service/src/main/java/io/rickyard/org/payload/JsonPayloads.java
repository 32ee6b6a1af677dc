package io.rickyard.org.payload;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.org.hook.DeliveryFacts;
import io.rickyard.org.hook.HookProvider;
import io.rickyard.org.hook.InboundRequest;
import io.rickyard.org.hook.PayloadReader;
import io.rickyard.org.refusal.Refusal;
import io.rickyard.org.refusal.Refused;
import java.io.IOException;
import java.net.URLDecoder;
import java.util.Arrays;

/** Reads JSON, also the form field in which GitHub can be told to wrap it. */
public final class JsonPayloads implements PayloadReader {

  private static final String FORM = "application/x-www-form-urlencoded";

  @Override
  public DeliveryFacts read(HookProvider provider, InboundRequest request, String event) {
    var payload = parse(request);
    return switch (provider) {
      case GITHUB -> GithubPayload.facts(payload, event);
      case GITLAB -> GitlabPayload.facts(payload, event);
      case STANDARD -> StandardPayload.facts(payload);
    };
  }

  private static JsonNode parse(InboundRequest request) {
    try {
      boolean form = request.header("content-type").orElse("").startsWith(FORM);
      JsonNode payload =
          form
              ? ContractJson.mapper().readTree(field(request.body()))
              : ContractJson.mapper().readTree(request.body());
      if (payload == null || !payload.isObject()) {
        throw new Refused(Refusal.INVALID, "The body is no JSON object");
      }
      return payload;
    } catch (IOException | IllegalArgumentException e) {
      throw new Refused(Refusal.INVALID, "The body is no well-formed JSON", e);
    }
  }

  private static String field(byte[] body) {
    return Arrays.stream(new String(body, UTF_8).split("&", -1))
        .filter(pair -> pair.startsWith("payload="))
        .map(pair -> URLDecoder.decode(pair.substring("payload=".length()), UTF_8))
        .findFirst()
        .orElse("");
  }
}
