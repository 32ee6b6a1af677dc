package io.rickyard.gateway.letter;

import io.micronaut.http.HttpParameters;
import io.rickyard.messaging.LetterId;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Reads what a path and its query name; the values of filters are org-service's to judge. */
final class LetterPaths {

  private static final Set<String> NAMES =
      Set.of(
          "topic",
          "consumer",
          "cause",
          "state",
          "given_up_after",
          "given_up_before",
          "limit",
          "after");

  private LetterPaths() {}

  /** The message that a path names: what is no id names nothing. */
  static LetterId letter(String id) {
    try {
      return LetterId.parse(id);
    } catch (IllegalArgumentException _) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "There is no such dead message");
    }
  }

  /** The filters and the page; a filter with a slip of the pen would find everything. */
  static Map<String, String> parameters(HttpParameters given) {
    Map<String, String> parameters = new TreeMap<>();
    for (String name : given.names()) {
      if (!NAMES.contains(name)) {
        throw new RequestRefused(
            ErrorCode.UNKNOWN_FIELD,
            "'%s' is none of the filters %s".formatted(name, new TreeSet<>(NAMES)));
      }
      parameters.put(name, String.join(",", given.getAll(name)));
    }
    return parameters;
  }
}
