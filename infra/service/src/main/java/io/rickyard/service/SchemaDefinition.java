package io.rickyard.service;

import static java.util.Objects.requireNonNull;

/**
 * The schema a service owns.
 *
 * @param schema its name, such as {@code auth}; its tables belong to the role {@code
 *     rickyard_<schema>_owner}, as which nobody logs in
 * @param changelog the Liquibase changelog's place on the class path
 */
public record SchemaDefinition(String schema, String changelog) {
  /** Checks that nothing is missing. */
  public SchemaDefinition {
    requireNonNull(schema, "schema");
    requireNonNull(changelog, "changelog");
  }

  String owner() {
    return "rickyard_" + schema + "_owner";
  }
}
