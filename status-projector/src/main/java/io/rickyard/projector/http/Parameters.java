package io.rickyard.projector.http;

import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Query parameters that are refused with their name when they do not fit. */
final class Parameters {

  private static final int MOST = 500;

  private Parameters() {}

  static int limit(@Nullable Integer limit, int usual) {
    int wanted = limit == null ? usual : limit;
    if (wanted < 1 || wanted > MOST) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, "limit lies between 1 and " + MOST);
    }
    return wanted;
  }

  static <T> @Nullable T optional(String name, @Nullable String value, Function<String, T> parse) {
    return value == null || value.isEmpty() ? null : required(name, value, parse);
  }

  static <T> T required(String name, String value, Function<String, T> parse) {
    try {
      return parse.apply(value);
    } catch (IllegalArgumentException e) {
      throw new RequestRefused(ErrorCode.INVALID_REQUEST, name + ": " + e.getMessage());
    }
  }
}
