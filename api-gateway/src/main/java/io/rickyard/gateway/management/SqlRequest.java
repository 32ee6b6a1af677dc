package io.rickyard.gateway.management;

import static java.util.Objects.requireNonNull;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Asks for SQL to be run in a project's database.
 *
 * @param query one statement, or several between semicolons; with parameters a single one
 * @param parameters what stands for $1, $2 and so on
 * @param readOnly whether it is run as a role that may read everything and write nothing
 */
record SqlRequest(
    String query, @Nullable List<@Nullable Object> parameters, @Nullable Boolean readOnly) {

  SqlRequest {
    requireNonNull(query, "query");
    if (query.isBlank()) {
      throw new IllegalArgumentException("query: there is no SQL in it");
    }
  }

  boolean reads() {
    return Boolean.TRUE.equals(readOnly);
  }

  /** The same for who may only read. */
  SqlRequest reading() {
    return new SqlRequest(query, parameters, true);
  }

  /** As the worker wants it. */
  Map<String, Object> sent() {
    Map<String, Object> sent = new TreeMap<>();
    sent.put("query", query);
    sent.put("read_only", reads());
    if (parameters != null) {
      sent.put("parameters", parameters);
    }
    return sent;
  }

  @Override
  public String toString() {
    return "SqlRequest[readOnly=" + reads() + "]";
  }
}
