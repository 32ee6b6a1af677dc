package io.rickyard.worker.sql;

import static java.util.Objects.requireNonNull;

import io.micronaut.core.annotation.Introspected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A migration in a project's history.
 *
 * @param version when it was made, as 14 digits in UTC, unless a tool chose otherwise
 * @param name what it is called, where it has a name
 * @param statements its SQL
 * @param rollback the SQL that takes it back, where somebody gave one
 */
@Introspected
public record Migration(
    String version, @Nullable String name, List<String> statements, List<String> rollback) {

  /** Checks that nothing required is missing. */
  public Migration {
    requireNonNull(version, "version");
    statements = List.copyOf(statements);
    rollback = List.copyOf(rollback);
  }
}
