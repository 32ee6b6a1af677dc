package io.rickyard.gateway.management;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * A migration for a project's database.
 *
 * @param name what it is called
 * @param query its SQL
 * @param rollback the SQL that takes it back; kept with it, and run by nobody
 */
record MigrationRequest(@Nullable String name, String query, @Nullable String rollback) {

  MigrationRequest {
    requireNonNull(query, "query");
    if (query.isBlank()) {
      throw new IllegalArgumentException("query: there is no SQL in it");
    }
  }

  @Override
  public String toString() {
    return "MigrationRequest[" + name + "]";
  }
}
