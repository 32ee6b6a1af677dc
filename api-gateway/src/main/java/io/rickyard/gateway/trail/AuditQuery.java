package io.rickyard.gateway.trail;

import io.micronaut.http.HttpParameters;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** Reads what is looked for out of a query; a name that is none is refused, not ignored. */
final class AuditQuery {

  private static final Set<String> TEXTS =
      Set.of(
          "actor_kind",
          "actor",
          "action",
          "target",
          "project",
          "outcome",
          "origin",
          "correlation_id",
          "after");

  private static final Set<String> TIMES = Set.of("from", "to");

  private static final String LIMIT = "limit";
  private static final int LONGEST = 200;

  private AuditQuery() {}

  /**
   * What auth-service is asked.
   *
   * @param organization the only one whose entries are found; all, when there is none
   * @param usual how many entries a page has when nobody says
   * @param most how many it may have
   */
  static Map<String, Object> of(
      HttpParameters given, @Nullable OrganizationId organization, int usual, int most) {
    Map<String, Object> wanted = new HashMap<>();
    wanted.put(LIMIT, usual);
    for (String name : given.names()) {
      wanted.put(name, value(name, String.valueOf(given.get(name)), most));
    }
    if (organization != null) {
      wanted.put("organization", organization.value());
    }
    return wanted;
  }

  private static Object value(String name, String text, int most) {
    if (TEXTS.contains(name) && text.length() <= LONGEST) {
      return text;
    }
    if (TIMES.contains(name)) {
      return time(name, text);
    }
    if (name.equals(LIMIT)) {
      return limit(text, most);
    }
    if (TEXTS.contains(name)) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, name + " has at most " + LONGEST + " characters");
    }
    var known = new TreeSet<>(TEXTS);
    known.addAll(TIMES);
    known.add(LIMIT);
    throw new RequestRefused(ErrorCode.UNKNOWN_FIELD, "'%s' is none of %s".formatted(name, known));
  }

  private static String time(String name, String text) {
    try {
      return Instant.parse(text).toString();
    } catch (DateTimeParseException e) {
      throw new RequestRefused(
          ErrorCode.INVALID_REQUEST, name + " is a time such as 2026-12-01T08:00:00Z", e);
    }
  }

  private static int limit(String text, int most) {
    if (text.matches("[0-9]{1,6}")) {
      int limit = Integer.parseInt(text);
      if (limit >= 1 && limit <= most) {
        return limit;
      }
    }
    throw new RequestRefused(ErrorCode.INVALID_REQUEST, "limit lies between 1 and " + most);
  }
}
