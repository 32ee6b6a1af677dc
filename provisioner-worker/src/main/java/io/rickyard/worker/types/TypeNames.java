package io.rickyard.worker.types;

import static java.util.stream.Collectors.groupingBy;

import io.rickyard.worker.types.Catalog.Kind;
import io.rickyard.worker.types.Catalog.PgType;
import io.rickyard.worker.types.Catalog.Relation;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * What PostgreSQL's types are in TypeScript, as PostgREST sends their values. Types are looked up
 * by their names alone, those of the schema first, as postgres-meta does.
 */
final class TypeNames {

  private final Catalog catalog;
  private final Map<String, List<PgType>> types;
  private final Map<String, List<Relation>> relations;

  TypeNames(Catalog catalog) {
    this.catalog = catalog;
    types = catalog.types().values().stream().collect(groupingBy(PgType::name));
    relations = catalog.relations().stream().collect(groupingBy(Relation::name));
  }

  /** The type with this OID, where it is used in this schema. */
  TsType of(String schema, long type) {
    return catalog.type(type).map(known -> of(schema, known.name())).orElse(Builtin.UNKNOWN);
  }

  /** The type with this name, where it is used in this schema. */
  TsType of(String schema, String name) {
    return switch (name) {
      case "bool" -> Builtin.BOOLEAN;
      case "int2", "int4", "int8", "float4", "float8", "numeric" -> Builtin.NUMBER;
      case "bytea",
          "bpchar",
          "varchar",
          "date",
          "text",
          "citext",
          "time",
          "timetz",
          "timestamp",
          "timestamptz",
          "uuid",
          "vector",
          "interval" ->
          Builtin.STRING;
      case "json", "jsonb" -> Builtin.JSON;
      case "void" -> Builtin.UNDEFINED;
      case "record" -> Builtin.RECORD;
      default ->
          name.startsWith("_")
              ? new TsType.ArrayOf(of(schema, name.substring(1)))
              : ofUser(schema, name);
    };
  }

  private TsType ofUser(String schema, String name) {
    var named = types.getOrDefault(name, List.of());
    var enums = named.stream().filter(type -> !type.labels().isEmpty()).toList();
    if (!enums.isEmpty()) {
      return ofEnum(nearest(enums, PgType::schema, schema));
    }
    var composites = named.stream().filter(type -> !type.attributes().isEmpty()).toList();
    if (!composites.isEmpty()) {
      var nearest = nearest(composites, PgType::schema, schema);
      return catalog.schemas().contains(nearest.schema())
          ? TsType.in(nearest.schema(), "CompositeTypes", name)
          : Builtin.UNKNOWN;
    }
    return ofRow(schema, name);
  }

  private TsType ofEnum(PgType type) {
    return catalog.schemas().contains(type.schema())
        ? TsType.in(type.schema(), "Enums", type.name())
        : TsType.oneOf(type.labels().stream().<TsType>map(TsType.Literal::new).toList());
  }

  /** Rows of foreign tables and of materialized views have no such type. */
  private TsType ofRow(String schema, String name) {
    var tables = named(name, relation -> relation.kind() == Kind.TABLE);
    if (!tables.isEmpty()) {
      return TsType.rowIn(nearest(tables, Relation::schema, schema).schema(), "Tables", name);
    }
    var views = named(name, relation -> relation.kind() == Kind.VIEW);
    if (!views.isEmpty()) {
      return TsType.rowIn(nearest(views, Relation::schema, schema).schema(), "Views", name);
    }
    return Builtin.UNKNOWN;
  }

  private List<Relation> named(String name, Predicate<Relation> which) {
    return relations.getOrDefault(name, List.of()).stream().filter(which).toList();
  }

  private static <T> T nearest(List<T> all, Function<T, String> schemaOf, String schema) {
    return all.stream()
        .filter(each -> schemaOf.apply(each).equals(schema))
        .findFirst()
        .orElse(all.getFirst());
  }
}
