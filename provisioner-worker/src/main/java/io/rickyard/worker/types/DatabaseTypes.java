package io.rickyard.worker.types;

import static io.rickyard.worker.types.TsType.member;
import static io.rickyard.worker.types.TsType.open;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toList;

import io.micronaut.context.annotation.Requires;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import io.rickyard.postgres.Login;
import io.rickyard.worker.sql.ProjectSql;
import io.rickyard.worker.sql.SqlRefused;
import io.rickyard.worker.types.Catalog.Column;
import io.rickyard.worker.types.Catalog.PgType;
import io.rickyard.worker.types.Catalog.Relation;
import io.rickyard.worker.types.Catalog.Routine;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.function.Function;

/** Writes the types of a project's database. */
@Singleton
@Requires(beans = ProjectSql.class)
public final class DatabaseTypes {

  private static final String JSON =
      """
      export type Json =
        | string
        | number
        | boolean
        | null
        | { [key: string]: Json | undefined }
        | Json[]

      """;

  private final ProjectSql sql;

  /** Makes one that reads over these connections. */
  public DatabaseTypes(ProjectSql sql) {
    this.sql = sql;
  }

  /**
   * TypeScript's types for what is in some schemas of a database, with relationships that are one
   * to one told.
   *
   * @param schemas the schemas; those that do not exist are left out
   */
  public String of(DatabaseEndpoint database, Login login, List<String> schemas) throws SqlRefused {
    return written(
        sql.with(database, login, connection -> CatalogReader.read(connection, schemas)));
  }

  private static String written(Catalog catalog) {
    var writing = new Writing(catalog);
    return JSON
        + "export type Database = "
        + Page.of(writing.database().doc())
        + "\n\n"
        + HelperTypes.TEXT
        + Page.of(Constants.of(catalog));
  }

  /** What is written of one catalog. */
  private record Writing(Catalog catalog, TypeNames names, RoutineTypes routines) {

    Writing(Catalog catalog) {
      this(catalog, new TypeNames(catalog));
    }

    private Writing(Catalog catalog, TypeNames names) {
      this(catalog, names, new RoutineTypes(catalog, names));
    }

    TsType database() {
      return open(catalog.schemas().stream().map(name -> member(name, schema(name))).toList());
    }

    private TsType schema(String schema) {
      var callable = routines.of(schema);
      return open(
          member(
              "Tables",
              members(
                  catalog.relations(schema, true),
                  Relation::name,
                  table -> table(table, callable))),
          member(
              "Views",
              members(
                  catalog.relations(schema, false), Relation::name, view -> view(view, callable))),
          member("Functions", functions(callable)),
          member(
              "Enums",
              members(
                  Constants.enums(catalog, schema),
                  PgType::name,
                  type ->
                      TsType.oneOf(
                          type.labels().stream().<TsType>map(TsType.Literal::new).toList()))),
          member("CompositeTypes", members(composites(schema), PgType::name, this::composite)));
    }

    private static <T> TsType members(
        List<T> all, Function<T, String> name, Function<T, TsType> type) {
      return all.isEmpty()
          ? new TsType.Nothing()
          : open(all.stream().map(each -> member(name.apply(each), type.apply(each))).toList());
    }

    private TsType table(Relation table, List<Routine> callable) {
      return open(
          member("Row", row(table, callable)),
          member("Insert", open(written(table, this::inserted))),
          member("Update", open(written(table, this::changed))),
          member("Relationships", relationships(table)));
    }

    private TsType view(Relation view, List<Routine> callable) {
      var members = new ArrayList<>(List.of(member("Row", row(view, callable))));
      if (view.updatable()) {
        var columns = open(written(view, this::writtenThrough));
        members.add(member("Insert", columns));
        members.add(member("Update", columns));
      }
      members.add(member("Relationships", relationships(view)));
      return open(members);
    }

    /** The columns, and the functions that take a row, which PostgREST shows as columns. */
    private TsType row(Relation relation, List<Routine> callable) {
      var members = new ArrayList<>(routines.columns(relation));
      for (var routine : callable) {
        if (routine.signature().equals(relation.name())) {
          members.add(member(routine.name(), routines.result(routine).orNull()));
        }
      }
      return open(members);
    }

    private interface Write {
      TsType.Member of(Column column, TsType type);
    }

    private List<TsType.Member> written(Relation relation, Write write) {
      return relation.columns().stream()
          .map(column -> write.of(column, names.of(relation.schema(), column.type())))
          .toList();
    }

    private TsType.Member inserted(Column column, TsType type) {
      return column.always()
          ? never(column)
          : new TsType.Member(
              column.name(),
              column.nullable() || column.filled(),
              column.nullable() ? type.orNull() : type);
    }

    private TsType.Member changed(Column column, TsType type) {
      return column.always()
          ? never(column)
          : new TsType.Member(column.name(), true, column.nullable() ? type.orNull() : type);
    }

    private TsType.Member writtenThrough(Column column, TsType type) {
      return column.updatable()
          ? new TsType.Member(column.name(), true, type.orNull())
          : never(column);
    }

    private static TsType.Member never(Column column) {
      return new TsType.Member(column.name(), true, Builtin.NEVER);
    }

    /** Those that stay within the schema. */
    private TsType relationships(Relation relation) {
      return new TsType.Tuple(
          catalog.references().stream()
              .filter(reference ->
                  reference.schema().equals(relation.schema())
                      && reference.otherSchema().equals(relation.schema())
                      && reference.relation().equals(relation.name()))
              .map(Writing::relationship)
              .toList());
    }

    private static TsType relationship(Catalog.Reference reference) {
      return open(
          member("foreignKeyName", new TsType.Literal(reference.key())),
          member("columns", literals(reference.columns())),
          member("isOneToOne", new TsType.Name(Boolean.toString(reference.oneToOne()))),
          member("referencedRelation", new TsType.Literal(reference.otherRelation())),
          member("referencedColumns", literals(reference.otherColumns())));
    }

    private static TsType literals(List<String> texts) {
      return new TsType.Tuple(texts.stream().<TsType>map(TsType.Literal::new).toList());
    }

    private TsType functions(List<Routine> callable) {
      var byName =
          callable.stream().collect(groupingBy(Routine::name, LinkedHashMap::new, toList()));
      return members(
          List.copyOf(byName.keySet()),
          name -> name,
          name -> routines.signatures(byName.getOrDefault(name, List.of())));
    }

    private List<PgType> composites(String schema) {
      return catalog.types().values().stream()
          .filter(type -> type.schema().equals(schema) && !type.attributes().isEmpty())
          .toList();
    }

    private TsType composite(PgType type) {
      return open(
          type.attributes().stream()
              .map(each -> member(each.name(), names.of(type.schema(), each.type()).orNull()))
              .toList());
    }
  }
}
