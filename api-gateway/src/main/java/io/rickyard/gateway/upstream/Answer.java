package io.rickyard.gateway.upstream;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.core.type.TypeReference;
import io.micronaut.http.MutableHttpResponse;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.gateway.call.CallHeaders;
import java.io.IOException;
import java.util.List;

/**
 * What an internal service answered to a request that it did not refuse.
 *
 * @param service which one
 * @param status the HTTP status, below 300
 * @param body the JSON, as it came; not copied
 * @param replayed whether it was given before, under the same idempotency key
 * @param cookies what the browser is to keep, as {@code Set-Cookie} says it
 */
@SuppressWarnings("ArrayRecordComponent") // passed on as it is; nobody compares answers
public record Answer(
    Upstream service, int status, byte[] body, boolean replayed, List<String> cookies) {
  /** Checks that nothing is missing. */
  public Answer {
    requireNonNull(service, "service");
    requireNonNull(body, "body");
    cookies = List.copyOf(cookies);
  }

  /** Reads the body; fields that are not known here come from a newer version and are ignored. */
  public <T> T as(Class<T> type) {
    try {
      return ContractJson.mapper().readValue(body, type);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Reads the body as a generic type. */
  public <T> T as(TypeReference<T> type) {
    try {
      return ContractJson.mapper().readValue(body, type);
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** Tells the caller, too, when this was answered before. */
  public <T> MutableHttpResponse<T> marked(MutableHttpResponse<T> response) {
    return replayed ? response.header(CallHeaders.REPLAYED, "true") : response;
  }

  private IllegalStateException unreadable(IOException e) {
    return new IllegalStateException(
        service.serviceName() + " answered something else than agreed", e);
  }

  @Override
  public String toString() {
    return "Answer[" + service.serviceName() + ", " + status + "]";
  }
}
