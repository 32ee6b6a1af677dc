package io.rickyard.worker.types;

import static io.rickyard.worker.types.TsType.inline;
import static io.rickyard.worker.types.TsType.member;
import static io.rickyard.worker.types.TsType.open;
import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;

import io.rickyard.worker.types.Catalog.Parameter;
import io.rickyard.worker.types.Catalog.PgType;
import io.rickyard.worker.types.Catalog.Relation;
import io.rickyard.worker.types.Catalog.Routine;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** The types of functions that PostgREST calls, and of those that it takes for columns. */
final class RoutineTypes {

  /** PostgREST passes a whole body as the only parameter, where that is JSON or text. */
  private static final Set<Long> BODIES = Set.of(114L, 3802L, 25L);

  private static final String AMBIGUOUS =
      "Could not choose the best candidate function between: %s. Try renaming the parameters or the"
          + " function itself in the database so function overloading can be resolved";

  private final Catalog catalog;
  private final TypeNames names;

  RoutineTypes(Catalog catalog, TypeNames names) {
    this.catalog = catalog;
    this.names = names;
  }

  /** The functions of a schema that can be called. */
  List<Routine> of(String schema) {
    return catalog.routines().stream()
        .filter(routine -> routine.schema().equals(schema) && callable(routine))
        .toList();
  }

  private boolean callable(Routine routine) {
    var given = routine.given();
    return given.stream().noneMatch(Parameter::unnamed)
        || given.stream().allMatch(each -> !each.unnamed() || (each.optional() && isBody(each)))
        || (given.size() == 1
            && (isBody(given.getFirst()) || rowType(given.getFirst()).isPresent()));
  }

  private static boolean isBody(Parameter parameter) {
    return BODIES.contains(parameter.type());
  }

  /** The type of a parameter that takes a row. */
  private Optional<PgType> rowType(Parameter parameter) {
    return catalog.type(parameter.type()).filter(type -> type.row() != null);
  }

  /** Functions of one name. */
  TsType signatures(List<Routine> overloads) {
    return TsType.oneOf(overloads.stream().map(routine -> signature(routine, overloads)).toList());
  }

  private TsType signature(Routine routine, List<Routine> overloads) {
    var members = new ArrayList<TsType.Member>();
    members.add(member("Args", arguments(routine)));
    var result = failure(routine, overloads).orElseGet(() -> result(routine));
    members.add(member("Returns", routine.many() && routine.severalRows() ? list(result) : result));
    options(routine).ifPresent(options -> members.add(member("SetofOptions", options)));
    return inline(members.toArray(TsType.Member[]::new));
  }

  private TsType arguments(Routine routine) {
    var given = routine.given();
    return given.isEmpty()
        ? Builtin.NEVER
        : inline(
            given.stream()
                .map(each ->
                    new TsType.Member(
                        each.name(), each.optional(), names.of(routine.schema(), each.type())))
                .toArray(TsType.Member[]::new));
  }

  /** What one call returns, or each row of it. */
  TsType result(Routine routine) {
    if (!routine.table().isEmpty()) {
      return open(
          routine.table().stream()
              .map(each -> member(each.name(), names.of(routine.schema(), each.type())))
              .toList());
    }
    return catalog
        .relation(routine.row())
        .filter(relation -> relation.schema().equals(routine.schema()))
        .<TsType>map(this::row)
        .orElseGet(() -> names.of(routine.schema(), routine.returns()));
  }

  private TsType row(Relation relation) {
    return open(columns(relation));
  }

  /** The columns of a relation as they are read. */
  List<TsType.Member> columns(Relation relation) {
    return relation.columns().stream()
        .map(column -> {
          var type = names.of(relation.schema(), column.type());
          return member(column.name(), column.nullable() ? type.orNull() : type);
        })
        .toList();
  }

  /**
   * A list of these. Of alternatives only the last one becomes a list, since postgres-meta puts no
   * parentheses around them.
   */
  private static TsType list(TsType type) {
    return switch (type) {
      case TsType.Union(List<TsType> alternatives) -> {
        var all = new ArrayList<>(alternatives);
        all.add(list(all.removeLast()));
        yield new TsType.Union(all);
      }
      case TsType.Both(TsType one, TsType other) -> new TsType.Both(one, list(other));
      default -> new TsType.ArrayOf(type);
    };
  }

  /** What the client library needs to know where rows of a relation are returned. */
  private Optional<TsType> options(Routine routine) {
    return target(routine)
        .map(target -> {
          var source =
              routine.parameters().size() == 1
                  ? rowType(routine.parameters().getFirst()).map(PgType::format)
                  : Optional.<String>empty();
          boolean single = !routine.severalRows() || (source.isPresent() && !routine.many());
          return open(
              member("from", new TsType.Literal(source.orElse("*"))),
              member("to", new TsType.Literal(target)),
              member("isOneToOne", new TsType.Name(Boolean.toString(single))),
              member("isSetofReturn", new TsType.Name(Boolean.toString(routine.many()))));
        });
  }

  /** The relation, or the composite type, whose rows are returned. */
  private Optional<String> target(Routine routine) {
    if (routine.row() == null) {
      return Optional.empty();
    }
    return catalog
        .relation(routine.row())
        .map(Relation::name)
        .or(() ->
            catalog.type(routine.returns()).filter(type -> type.row() != null).map(PgType::name));
  }

  /** In place of what would be returned, where PostgREST cannot call it. */
  private Optional<TsType> failure(Routine routine, List<Routine> overloads) {
    return ambiguity(routine, overloads)
        .or(() -> unfit(routine))
        .map(message ->
            new TsType.Both(
                inline(member("error", new TsType.Name("true"))), new TsType.Literal(message)));
  }

  private Optional<String> unfit(Routine routine) {
    var given = routine.given();
    boolean takesRow =
        given.size() == 1 && given.getFirst().unnamed() && rowType(given.getFirst()).isPresent();
    return takesRow && target(routine).isEmpty()
        ? Optional.of(
            "the function %s.%s with parameter or with a single unnamed json/jsonb parameter, but no matches were found in the schema cache"
                .formatted(routine.schema(), routine.name()))
        : Optional.empty();
  }

  private Optional<String> ambiguity(Routine routine, List<Routine> overloads) {
    var given = routine.given();
    if (given.isEmpty()) {
      return overloads.stream()
          .filter(other -> !other.equals(routine) && hasOneOptionalUnnamed(other))
          .findFirst()
          .map(other ->
              AMBIGUOUS.formatted(
                  call(routine, "") + ", " + call(routine, " => " + typeName(other.returns()))));
    }
    var others =
        overloads.stream()
            .filter(other -> !other.equals(routine) && differsInTypeAlone(routine, other))
            .toList();
    return others.isEmpty()
        ? Optional.empty()
        : Optional.of(
            AMBIGUOUS.formatted(
                Stream.concat(Stream.of(routine), others.stream())
                    .sorted(comparing(each -> each.given().getFirst().type()))
                    .map(this::call)
                    .collect(joining(", "))));
  }

  private static boolean hasOneOptionalUnnamed(Routine routine) {
    var given = routine.given();
    return given.size() == 1 && given.getFirst().unnamed() && given.getFirst().optional();
  }

  private static boolean differsInTypeAlone(Routine one, Routine other) {
    if (one.given().size() != 1 || other.given().size() != 1) {
      return false;
    }
    var mine = one.given().getFirst();
    var its = other.given().getFirst();
    return !mine.unnamed() && mine.name().equals(its.name()) && mine.type() != its.type();
  }

  private String call(Routine routine) {
    var only = routine.given().getFirst();
    return call(routine, only.name() + " => " + typeName(only.type()));
  }

  private static String call(Routine routine, String arguments) {
    return "%s.%s(%s)".formatted(routine.schema(), routine.name(), arguments);
  }

  private String typeName(long type) {
    return catalog.type(type).map(PgType::name).orElse("unknown");
  }
}
