package io.rickyard.worker.types;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What a database holds, as far as its types go. Everything with a name is in the order in which it
 * is written.
 *
 * @param schemas those that are asked for and exist
 * @param relations their tables and views
 * @param routines their functions
 * @param types all types of the database by their OID, also those of other schemas
 * @param references their foreign keys, and what these mean for views
 */
record Catalog(
    List<String> schemas,
    List<Relation> relations,
    List<Routine> routines,
    Map<Long, PgType> types,
    List<Reference> references) {

  Catalog {
    schemas = List.copyOf(schemas);
    relations = List.copyOf(relations);
    routines = List.copyOf(routines);
    references = List.copyOf(references);
  }

  /** What a relation is. */
  enum Kind {
    TABLE,
    FOREIGN_TABLE,
    VIEW,
    MATERIALIZED_VIEW;

    /** As PostgreSQL's catalog has it in relkind. */
    static Kind of(String relkind) {
      return switch (relkind) {
        case "r", "p" -> TABLE;
        case "f" -> FOREIGN_TABLE;
        case "v" -> VIEW;
        case "m" -> MATERIALIZED_VIEW;
        default -> throw new IllegalArgumentException("No relation with columns: " + relkind);
      };
    }

    /** Whether it is written among the tables. */
    boolean holdsRows() {
      return this == TABLE || this == FOREIGN_TABLE;
    }
  }

  /**
   * A table or a view.
   *
   * @param updatable whether a view's rows can be inserted, updated and deleted
   */
  record Relation(
      long id, String schema, String name, Kind kind, boolean updatable, List<Column> columns) {
    Relation {
      columns = List.copyOf(columns);
    }
  }

  /**
   * A column.
   *
   * @param type the type's name; of a domain that of what it is made of
   * @param always whether its value is always generated as an identity
   * @param filled whether it has a value also where none is given
   * @param updatable whether it can be written
   */
  record Column(
      String name,
      String type,
      boolean nullable,
      boolean always,
      boolean filled,
      boolean updatable) {}

  /**
   * A function.
   *
   * @param signature its parameters as PostgreSQL writes them
   * @param parameters all, by name
   * @param returns the OID of the type
   * @param row the OID of the relation or composite type a row of which it returns
   * @param many whether it returns a set
   * @param rows how many rows the planner expects of a set
   */
  record Routine(
      String schema,
      String name,
      String signature,
      List<Parameter> parameters,
      long returns,
      @Nullable Long row,
      boolean many,
      @Nullable Double rows) {

    Routine {
      parameters = List.copyOf(parameters);
    }

    /** What a caller gives. */
    List<Parameter> given() {
      return parameters.stream().filter(Parameter::given).toList();
    }

    /** The columns of RETURNS TABLE. */
    List<Parameter> table() {
      return parameters.stream().filter(parameter -> parameter.mode().equals("t")).toList();
    }

    /** Whether it returns a list. */
    boolean severalRows() {
      return rows != null && rows > 1;
    }
  }

  /**
   * A parameter.
   *
   * @param mode as PostgreSQL's catalog has it: in, out, both, variadic, table
   */
  record Parameter(String name, String mode, long type, boolean optional) {
    private boolean given() {
      return mode.equals("i") || mode.equals("b") || mode.equals("v");
    }

    boolean unnamed() {
      return name.isEmpty();
    }
  }

  /**
   * A type.
   *
   * @param format how SQL names it
   * @param labels of an enum
   * @param attributes of a composite type that is no table's
   * @param row the OID of the relation or composite type that it is a row of
   */
  record PgType(
      long id,
      String schema,
      String name,
      String format,
      List<String> labels,
      List<Attribute> attributes,
      @Nullable Long row) {
    PgType {
      labels = List.copyOf(labels);
      attributes = List.copyOf(attributes);
    }
  }

  /** A part of a composite type. */
  record Attribute(String name, long type) {}

  /**
   * A foreign key, of a table or of a view that shows all its columns.
   *
   * @param oneToOne whether no two rows refer to the same one
   */
  record Reference(
      String key,
      String schema,
      String relation,
      List<String> columns,
      boolean oneToOne,
      String otherSchema,
      String otherRelation,
      List<String> otherColumns) {
    Reference {
      columns = List.copyOf(columns);
      otherColumns = List.copyOf(otherColumns);
    }
  }

  /** A type by its OID. */
  Optional<PgType> type(long id) {
    return Optional.ofNullable(types.get(id));
  }

  /** The tables or the views of a schema. */
  List<Relation> relations(String schema, boolean tables) {
    return relations.stream()
        .filter(
            relation -> relation.schema().equals(schema) && relation.kind().holdsRows() == tables)
        .toList();
  }

  /** The relation with an OID, where it is in a schema that is asked for. */
  Optional<Relation> relation(@Nullable Long id) {
    return id == null
        ? Optional.empty()
        : relations.stream().filter(relation -> relation.id() == id).findFirst();
  }
}
