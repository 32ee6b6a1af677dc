package io.rickyard.projector.query;

import io.rickyard.contracts.TaskId;
import java.util.List;
import java.util.Set;

/**
 * Part of an index: tasks that agree in the columns with which it begins stand together there, in
 * the order of lists.
 *
 * @param table where they are walked
 * @param columns in what they agree, exactly the columns before {@code created_at, id}
 * @param only the predicate of a partial index, in its own words; empty for a whole one
 * @param answers what of a filter needs no look at the tasks found here
 */
record Stretch(Table table, List<Column> columns, String only, Set<Matter> answers) {

  /** How many types of tasks an organization is taken to have when nobody says which. */
  private static final int USUAL_TYPES = 8;

  /** The tables whose indexes have the order of lists. */
  enum Table {
    TASK,
    LABEL
  }

  /**
   * A column of an index.
   *
   * @param name its name
   * @param sqlType its type
   * @param values those wanted; without any, all that the organization has
   */
  record Column(String name, String sqlType, List<String> values) {

    static Column text(String name, List<String> values) {
      return new Column(name, "text", values);
    }

    static Column id(String name, TaskId value) {
      return new Column(name, "uuid", List.of(value.toString()));
    }
  }

  /** Whether it is the part of an organization, and so needs no look at whose the tasks are. */
  boolean isOfOrganization() {
    return columns.getFirst().name().equals("organization");
  }

  /** How many such parts are walked. */
  int parts() {
    return columns.stream()
        .mapToInt(column -> column.values().isEmpty() ? USUAL_TYPES : column.values().size())
        .reduce(1, Math::multiplyExact);
  }
}
