package io.rickyard.gateway.call;

import io.micronaut.http.HttpHeaders;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.Position;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** The headers that travel with a request. */
public final class CallHeaders {

  /** The task that an accepting answer is about. */
  public static final String TASK = "Rickyard-Task";

  /** Where its command stands; a query that gets it back waits until it has seen it. */
  public static final String POSITION = "Rickyard-Position";

  /** On what is shown and has no effect: why it has none. */
  public static final String NOT_APPLIED = "Rickyard-Not-Applied";

  /** Names everything that one request set in motion. */
  public static final String CORRELATION = "Rickyard-Correlation-Id";

  /** For whom the gateway asks a service; what came in under this name is not passed on. */
  public static final String FORWARDED_FOR = "X-Forwarded-For";

  /** Within which method and path an idempotency key counts; for services. */
  public static final String IDEMPOTENCY_SCOPE = "Rickyard-Idempotency-Scope";

  /** Tells another body under the same key, without revealing it; for services. */
  public static final String IDEMPOTENCY_FINGERPRINT = "Rickyard-Idempotency-Fingerprint";

  /** On an answer that was given before, under the same idempotency key. */
  public static final String REPLAYED = "Rickyard-Replayed";

  /** Under which a repeated POST gets the first one's answer. */
  public static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  /** What a query may be asked for: {@code wait=1}. */
  public static final String PREFER = "Prefer";

  private static final Pattern KEY_FORM = Pattern.compile("[\\x21-\\x7e]{1,255}");

  private CallHeaders() {}

  static @Nullable String idempotencyKey(HttpHeaders headers) {
    String key = headers.get(IDEMPOTENCY_KEY);
    if (key != null && !KEY_FORM.matcher(key).matches()) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST,
          "An Idempotency-Key has 1 to 255 visible ASCII characters without spaces");
    }
    return key;
  }

  /** A correlation id is taken over if it has the form, else made: it is no reason to refuse. */
  public static CorrelationId correlation(HttpHeaders headers) {
    String shown = headers.get(CORRELATION);
    if (shown != null) {
      try {
        return new CorrelationId(shown);
      } catch (IllegalArgumentException _) {
        return new CorrelationId(MessageId.next().toString());
      }
    }
    return new CorrelationId(MessageId.next().toString());
  }

  static @Nullable Position position(HttpHeaders headers) {
    String shown = headers.get(POSITION);
    if (shown == null) {
      return null;
    }
    try {
      return Position.parse(shown);
    } catch (IllegalArgumentException _) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST,
          POSITION + " is what an accepting answer carried, such as commands.normal-0-42");
    }
  }
}
