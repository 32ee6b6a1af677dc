package io.rickyard.org.http;

import io.micronaut.http.MutableHttpResponse;
import io.rickyard.org.organization.Once;

/** Says on an answer that it was given before. */
final class Replays {

  private static final String REPLAYED = "Rickyard-Replayed";

  private Replays() {}

  static <T> MutableHttpResponse<T> marked(MutableHttpResponse<T> response, Once<?> once) {
    return once.replayed() ? response.header(REPLAYED, "true") : response;
  }
}
