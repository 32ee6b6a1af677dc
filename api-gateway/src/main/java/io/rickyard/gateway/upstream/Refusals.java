package io.rickyard.gateway.upstream;

import com.fasterxml.jackson.databind.JsonNode;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RefusalHeaders;
import io.rickyard.service.problem.RequestRefused;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;

/** What a caller of ours is told when a service of ours refuses or does not answer. */
final class Refusals {

  private static final Duration LATER = Duration.ofSeconds(2);

  private Refusals() {}

  /** The service refused: the same code and words, since they come from the one catalogue. */
  static RequestRefused refused(Upstream service, HttpResponse<byte[]> answer) {
    JsonNode problem = problem(answer.body());
    String detail = firstText(problem, "detail", "title", "msg", "message");
    ErrorCode code =
        ErrorCode.named(problem.path("code").asText()).orElseGet(() -> byStatus(answer));
    if (code == ErrorCode.NOT_SIGNED_IN || code == ErrorCode.INTERNAL_ERROR) {
      // The caller was known to us, so this is between the services and none of the caller's doing.
      return new RequestRefused(
          ErrorCode.SERVICE_UNAVAILABLE,
          service.serviceName() + " could not do its part",
          new IllegalStateException(
              "%s answered %d %s"
                  .formatted(service.serviceName(), answer.statusCode(), code.wireName())));
    }
    String words = detail.isEmpty() ? code.title() : detail;
    return told(
        answer,
        retryAfter(answer)
            .map(pause -> new RequestRefused(code, words, pause))
            .orElseGet(() -> new RequestRefused(code, words)));
  }

  /** With what the service says for the audit. */
  private static RequestRefused told(HttpResponse<byte[]> answer, RequestRefused refused) {
    var headers = answer.headers();
    var inside =
        headers
            .firstValue(RefusalHeaders.ORGANIZATION)
            .map(OrganizationId::new)
            .map(refused::within)
            .orElse(refused);
    return headers.firstValue(RefusalHeaders.PERSON).map(inside::to).orElse(inside);
  }

  /** The service did not answer. A write may have happened all the same, unless nobody listened. */
  static RequestRefused unanswered(Upstream service, boolean write, IOException cause) {
    boolean untouched =
        cause instanceof ConnectException || cause instanceof HttpConnectTimeoutException;
    if (write && !untouched) {
      return outcomeUnknown(service);
    }
    return unavailable(service);
  }

  static RequestRefused unavailable(Upstream service) {
    return new RequestRefused(
        ErrorCode.SERVICE_UNAVAILABLE,
        service.serviceName() + " does not answer at the moment",
        LATER);
  }

  private static RequestRefused outcomeUnknown(Upstream service) {
    return new RequestRefused(
        ErrorCode.OUTCOME_UNKNOWN,
        service.serviceName()
            + " did not answer in time: the request may have been taken. Look before you repeat it,"
            + " or repeat it with the same Idempotency-Key",
        LATER);
  }

  private static JsonNode problem(byte[] body) {
    try {
      JsonNode tree = ContractJson.mapper().readTree(body);
      return tree == null ? ContractJson.mapper().createObjectNode() : tree;
    } catch (IOException _) {
      return ContractJson.mapper().createObjectNode();
    }
  }

  /** Problems have a detail or at least a title; GoTrue has a msg or a message. */
  private static String firstText(JsonNode problem, String... names) {
    for (String name : names) {
      if (problem.path(name).isTextual()) {
        return problem.path(name).textValue();
      }
    }
    return "";
  }

  private static ErrorCode byStatus(HttpResponse<byte[]> answer) {
    return switch (answer.statusCode()) {
      case 400 -> ErrorCode.INVALID_REQUEST;
      case 401 -> ErrorCode.NOT_SIGNED_IN;
      case 403 -> ErrorCode.FORBIDDEN;
      case 404 -> ErrorCode.NOT_FOUND;
      case 409 -> ErrorCode.CONFLICT;
      case 413 -> ErrorCode.PAYLOAD_TOO_LARGE;
      case 422 -> ErrorCode.UNPROCESSABLE;
      case 429 -> ErrorCode.RATE_LIMITED;
      case 503 -> ErrorCode.BUSY;
      default -> ErrorCode.INTERNAL_ERROR;
    };
  }

  private static Optional<Duration> retryAfter(HttpResponse<byte[]> answer) {
    return answer
        .headers()
        .firstValue("Retry-After")
        .filter(seconds -> seconds.matches("[0-9]{1,6}"))
        .map(seconds -> Duration.ofSeconds(Long.parseLong(seconds)));
  }
}
