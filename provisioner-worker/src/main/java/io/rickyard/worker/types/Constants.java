package io.rickyard.worker.types;

import static io.rickyard.worker.types.Doc.concat;
import static io.rickyard.worker.types.Doc.indent;
import static io.rickyard.worker.types.Doc.line;
import static io.rickyard.worker.types.Doc.text;

import io.rickyard.worker.types.Catalog.PgType;
import java.util.List;

/** The labels of enums as values, for programs that need them while they run. */
final class Constants {

  private Constants() {}

  static Doc of(Catalog catalog) {
    var schemas =
        catalog.schemas().stream()
            .map(schema ->
                member(
                    schema,
                    List.of(
                        member(
                            "Enums",
                            enums(catalog, schema).stream().map(Constants::labels).toList()))))
            .toList();
    return concat(text("export const Constants = "), object(schemas), text(" as const\n"));
  }

  /** The enums of a schema. */
  static List<PgType> enums(Catalog catalog, String schema) {
    return catalog.types().values().stream()
        .filter(type -> type.schema().equals(schema) && !type.labels().isEmpty())
        .toList();
  }

  private static Doc labels(PgType type) {
    return member(
        type.name(),
        new TsType.Tuple(type.labels().stream().<TsType>map(TsType.Literal::new).toList()).doc());
  }

  private static Doc member(String name, List<Doc> members) {
    return member(name, object(members));
  }

  private static Doc member(String name, Doc value) {
    return concat(text(Quoted.key(name) + ": "), value);
  }

  private static Doc object(List<Doc> members) {
    return members.isEmpty()
        ? text("{}")
        : Doc.broken(
            text("{"),
            indent(line(), Doc.join(concat(text(","), line()), members), text(",")),
            line(),
            text("}"));
  }
}
