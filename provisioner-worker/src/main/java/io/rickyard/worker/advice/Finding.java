package io.rickyard.worker.advice;

import io.micronaut.core.annotation.Introspected;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Something that a lint found, as the Management API tells it.
 *
 * @param name the lint
 * @param title what is wrong, in general
 * @param level ERROR, WARN or INFO
 * @param facing always EXTERNAL: for who owns the database
 * @param categories SECURITY or PERFORMANCE
 * @param description why that matters
 * @param detail what is wrong here
 * @param remediation what to do about it
 * @param metadata where it is
 * @param cacheKey the same for the same finding
 */
@Introspected
public record Finding(
    String name,
    String title,
    String level,
    String facing,
    List<String> categories,
    String description,
    String detail,
    String remediation,
    Metadata metadata,
    String cacheKey) {

  /** Copies the categories. */
  public Finding {
    categories = List.copyOf(categories);
  }

  /**
   * Where something was found.
   *
   * @param schema the schema of the thing
   * @param name the thing
   * @param type table, view, function or extension
   * @param fkeyName a foreign key
   * @param fkeyColumns the numbers of its columns
   */
  @Introspected
  public record Metadata(
      String schema,
      String name,
      String type,
      @Nullable String fkeyName,
      @Nullable List<Integer> fkeyColumns) {}
}
