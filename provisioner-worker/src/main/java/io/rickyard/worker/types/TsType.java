package io.rickyard.worker.types;

import static io.rickyard.worker.types.Doc.concat;
import static io.rickyard.worker.types.Doc.group;
import static io.rickyard.worker.types.Doc.indent;
import static io.rickyard.worker.types.Doc.line;
import static io.rickyard.worker.types.Doc.softLine;
import static io.rickyard.worker.types.Doc.text;

import java.util.ArrayList;
import java.util.List;

/** A type of TypeScript's, and how Prettier lays it out. */
sealed interface TsType {

  /** A word of the language's, or a way to a part of another type; never broken. */
  record Name(String text) implements TsType {}

  /** A type with arguments. */
  record Reference(String name, List<String> arguments) implements TsType {
    /** Copies what it is made of. */
    public Reference {
      arguments = List.copyOf(arguments);
    }
  }

  /** A string as a type. */
  record Literal(String value) implements TsType {}

  /** Many of one. */
  record ArrayOf(TsType element) implements TsType {}

  /** One of these. */
  record Union(List<TsType> alternatives) implements TsType {
    /** Copies what it is made of. */
    public Union {
      alternatives = List.copyOf(alternatives);
    }
  }

  /** All of these. */
  record Both(TsType one, TsType other) implements TsType {}

  /**
   * An object.
   *
   * @param open whether each member has a line of its own, however short it is
   */
  record Struct(List<Member> members, boolean open) implements TsType {
    /** Copies what it is made of. */
    public Struct {
      members = List.copyOf(members);
    }
  }

  /** A list of types, one for each place. */
  record Tuple(List<TsType> places) implements TsType {
    /** Copies what it is made of. */
    public Tuple {
      places = List.copyOf(places);
    }
  }

  /** An object that has no members. */
  record Nothing() implements TsType {}

  /** A member of an object. */
  record Member(String name, boolean optional, TsType type) {
    private Doc doc() {
      return concat(text(Quoted.key(name) + (optional ? "?: " : ": ")), type.doc());
    }
  }

  static Member member(String name, TsType type) {
    return new Member(name, false, type);
  }

  static Struct open(List<Member> members) {
    return new Struct(members, true);
  }

  static Struct open(Member... members) {
    return open(List.of(members));
  }

  static Struct inline(Member... members) {
    return new Struct(List.of(members), false);
  }

  /** One of these; of one it is that one. */
  static TsType oneOf(List<TsType> alternatives) {
    return alternatives.size() == 1 ? alternatives.getFirst() : new Union(alternatives);
  }

  /** This or null, unless it may be null as it is. */
  default TsType orNull() {
    if (equals(Builtin.UNKNOWN)) {
      return this;
    }
    var all =
        new ArrayList<TsType>(this instanceof Union union ? union.alternatives() : List.of(this));
    all.add(Builtin.NULL);
    return new Union(all);
  }

  /** A way into the type of the whole database. */
  static TsType in(String schema, String kind, String name) {
    return new Name(
        "Database[%s][%s][%s]"
            .formatted(Quoted.string(schema), Quoted.string(kind), Quoted.string(name)));
  }

  /** The row of a table or view, by its way in the type of the whole database. */
  static TsType rowIn(String schema, String kind, String name) {
    return new Name(((Name) in(schema, kind, name)).text() + "[\"Row\"]");
  }

  /** How it is laid out. */
  default Doc doc() {
    return switch (this) {
      case Name name -> text(name.text());
      case Literal literal -> text(Quoted.string(literal.value()));
      case Reference reference -> reference(reference);
      case ArrayOf(Union union) ->
          concat(
              text("("), group(indent(softLine(), alternatives(union)), softLine()), text(")[]"));
      case ArrayOf(TsType element) -> concat(element.doc(), text("[]"));
      case Union union when staysTogether(union) ->
          Doc.join(text(" | "), union.alternatives().stream().map(TsType::doc).toList());
      case Union union -> group(indent(softLine(), alternatives(union)));
      case Both(TsType one, TsType other) -> concat(one.doc(), text(" & "), other.doc());
      case Struct struct -> struct(struct);
      case Tuple tuple -> tuple(tuple);
      case Nothing _ ->
          Doc.broken(text("{"), indent(line(), text("[_ in never]: never")), line(), text("}"));
    };
  }

  private static Doc reference(Reference reference) {
    if (reference.arguments().isEmpty()) {
      return text(reference.name());
    }
    var arguments = reference.arguments().stream().map(Doc::text).toList();
    return group(
        text(reference.name() + "<"),
        indent(softLine(), Doc.join(concat(text(","), line()), arguments)),
        softLine(),
        text(">"));
  }

  private static Doc struct(Struct struct) {
    if (struct.members().isEmpty()) {
      return text("{}");
    }
    var separator = concat(new Doc.IfBroken("", ";"), line());
    var members = Doc.join(separator, struct.members().stream().map(Member::doc).toList());
    Doc[] parts = {text("{"), indent(line(), members), line(), text("}")};
    return struct.open() ? Doc.broken(parts) : group(parts);
  }

  private static Doc tuple(Tuple tuple) {
    if (tuple.places().isEmpty()) {
      return text("[]");
    }
    var places = tuple.places().stream().map(TsType::doc).toList();
    return group(
        text("["),
        indent(softLine(), Doc.join(concat(text(","), line()), places)),
        new Doc.IfBroken(",", ""),
        softLine(),
        text("]"));
  }

  private static Doc alternatives(Union union) {
    var all = new ArrayList<Doc>();
    for (var alternative : union.alternatives()) {
      all.add(indent(alternative.doc()));
    }
    return group(new Doc.IfBroken("| ", ""), Doc.join(concat(line(), text("| ")), all));
  }

  /** An object or a type with a name, or null: the object is broken and not the union. */
  private static boolean staysTogether(Union union) {
    return union.alternatives().stream().filter(each -> !each.equals(Builtin.NULL)).count() == 1
        && union.alternatives().stream()
            .anyMatch(each -> each instanceof Struct || each instanceof Reference);
  }
}
