package io.rickyard.worker.sql;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;

/**
 * What somebody wants to have run in a project's database.
 *
 * @param text the SQL: statements between semicolons; with parameters a single one
 * @param parameters what stands for $1, $2 and so on
 * @param readOnly whether it is run as a role that may read everything and write nothing
 */
public record SqlQuery(String text, List<JsonNode> parameters, boolean readOnly) {

  /** Checks that nothing is missing. */
  public SqlQuery {
    requireNonNull(text, "text");
    parameters = List.copyOf(parameters);
  }

  /** Statements that may write, without parameters. */
  public static SqlQuery of(String text) {
    return new SqlQuery(text, List.of(), false);
  }
}
