package io.rickyard.worker.sql;

import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toMap;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * The SQL that would make one schema of another.
 *
 * <ol>
 *   <li>What is too much goes, and what cannot be changed as it stands: the last made first.
 *   <li>What is missing or differs is made, in the order in which the objects are given.
 * </ol>
 *
 * Columns neither come nor go on their own when their table does. Everything else on a table that
 * goes is taken away before it, since it may be what something else that goes is needed by.
 */
final class SchemaDifference {

  private static final String HEAD =
      """
      -- From the catalogs of both databases; read it before you run it. Compared are schemas, extensions,
      -- enums, domains and composite types, sequences, tables with their columns, defaults and constraints,
      -- functions and procedures, indexes, views, row level security, policies and triggers.
      -- Not compared: rows, privileges, owners, comments, aggregates, operators, foreign tables, inheritance
      -- other than partitions, publications, event triggers, roles. A renamed thing is one that went and
      -- another that came. Values of enums are added and never taken away. What stands on a service's table
      -- is taken away by that table's owner.
      """;

  private final Map<SchemaObject.Key, SchemaObject> before;
  private final Map<SchemaObject.Key, SchemaObject> after;
  private final List<SchemaObject> from;
  private final List<SchemaObject> to;

  private SchemaDifference(List<SchemaObject> from, List<SchemaObject> to) {
    this.from = from;
    this.to = to;
    before = byKey(from);
    after = byKey(to);
  }

  /** What makes {@code to} of {@code from}; nothing at all where they are the same. */
  static String between(List<SchemaObject> from, List<SchemaObject> to) {
    var difference = new SchemaDifference(from, to);
    var statements = Stream.concat(difference.drops(), difference.makes()).toList();
    return statements.isEmpty()
        ? ""
        : HEAD
            + "\nset check_function_bodies = off;\n\n"
            + statements.stream().map(each -> each + ";\n").collect(joining("\n"));
  }

  private Stream<String> drops() {
    return from.reversed().stream().filter(this::goes).map(SchemaObject::drop);
  }

  private boolean goes(SchemaObject object) {
    var owner = object.ownerKey();
    if (object.isColumn() && owner != null && !after.containsKey(owner)) {
      return false;
    }
    var wanted = after.get(object.key());
    return wanted == null || (differs(object, wanted) && wanted.change() == null);
  }

  private Stream<String> makes() {
    var statements = new ArrayList<String>();
    for (SchemaObject object : to) {
      var there = before.get(object.key());
      if (there == null) {
        var owner = object.ownerKey();
        if (!object.isColumn() || owner == null || before.containsKey(owner)) {
          statements.add(object.make());
        }
      } else if (differs(there, object)) {
        String change = object.change();
        statements.add(change == null ? object.make() : change);
      }
    }
    return statements.stream().filter(statement -> !statement.isEmpty());
  }

  private static boolean differs(SchemaObject one, SchemaObject other) {
    return !one.make().equals(other.make());
  }

  private static Map<SchemaObject.Key, SchemaObject> byKey(List<SchemaObject> objects) {
    return objects.stream().collect(toMap(SchemaObject::key, Function.identity(), (one, _) -> one));
  }
}
