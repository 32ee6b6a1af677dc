package io.rickyard.worker.types;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** Finds the views that show all columns of a foreign key, or all that one refers to. */
final class ViewKeys {

  private static final String VIEWS =
      """
      select c.oid, n.nspname, c.relname, r.ev_action::text,
             array(select attname::text from pg_attribute a
                    where a.attrelid = c.oid and attnum > 0 order by attnum)
        from pg_rewrite r
        join pg_class c on c.oid = r.ev_class
        join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any (?) and c.relkind in ('v', 'm') and r.ev_type = '1'
       order by c.oid
      """;

  /** Both ends of each foreign key; those that are referred to only from within the schemas. */
  private static final String ENDS =
      """
      select k.conname, ends.referred, t.oid, n.nspname, t.relname, ends.columns
        from pg_constraint k
        cross join lateral (
          select false, k.conrelid, k.conkey::bigint[]
          union all
          select true, k.confrelid, k.confkey::bigint[]
           where k.connamespace in (select oid from pg_namespace where nspname = any (?))
        ) as ends (referred, relation, columns)
        join pg_class t on t.oid = ends.relation
        join pg_namespace n on n.oid = t.relnamespace
       where k.contype = 'f'
       order by n.nspname, t.relname, k.conname
      """;

  /** A column of a table or view. */
  private record Place(long relation, int column) {}

  /** A view, the names of its columns, and what they show. */
  private record View(
      long id, String schema, String name, List<String> columns, List<QueryTree.Target> targets) {}

  /** One end of the foreign keys of a name; a key's end in a table is one place for each column. */
  private record End(String key, boolean referred, String schema, String table, int size) {}

  /**
   * An end of a foreign key that a view shows.
   *
   * @param key the foreign key's name
   * @param referred whether it is the end that is referred to
   * @param schema that of the table with this end
   * @param table that table
   * @param viewSchema the view's schema
   * @param view the view
   * @param columns for each column of the key the view's columns that show it
   */
  record ViewKey(
      String key,
      boolean referred,
      String schema,
      String table,
      String viewSchema,
      String view,
      List<List<String>> columns) {

    ViewKey {
      columns = List.copyOf(columns);
    }

    /** All ways to take one of the view's columns for each of the key's. */
    List<List<String>> ways() {
      List<List<String>> ways = List.of(List.of());
      for (var choices : columns) {
        var longer = new ArrayList<List<String>>();
        for (var way : ways) {
          for (String choice : choices) {
            var extended = new ArrayList<>(way);
            extended.add(choice);
            longer.add(extended);
          }
        }
        ways = longer;
      }
      return ways;
    }
  }

  private final Map<Long, View> views = new LinkedHashMap<>();

  /** For each end its columns by their places in the key; of several keys of a name all of them. */
  private final Map<End, Map<Integer, Set<Place>>> ends = new LinkedHashMap<>();

  private ViewKeys() {}

  static List<ViewKey> read(Connection connection, List<String> schemas) throws SQLException {
    var keys = new ViewKeys();
    keys.readViews(connection, schemas);
    if (keys.views.isEmpty()) {
      return List.of();
    }
    keys.readEnds(connection, schemas);
    return keys.all();
  }

  private void readViews(Connection connection, List<String> schemas) throws SQLException {
    try (var statement = connection.prepareStatement(VIEWS)) {
      statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          var view =
              new View(
                  rows.getLong(1),
                  rows.getString(2),
                  rows.getString(3),
                  List.of(Rows.texts(rows, 5)),
                  QueryTree.targets(rows.getString(4)));
          views.put(view.id(), view);
        }
      }
    }
  }

  private void readEnds(Connection connection, List<String> schemas) throws SQLException {
    try (var statement = connection.prepareStatement(ENDS)) {
      statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      try (var rows = statement.executeQuery()) {
        while (rows.next()) {
          addEnd(rows);
        }
      }
    }
  }

  private void addEnd(ResultSet row) throws SQLException {
    Long[] columns = Rows.numbers(row, 6);
    var end =
        new End(
            row.getString(1),
            row.getBoolean(2),
            row.getString(4),
            row.getString(5),
            columns.length);
    var places = ends.computeIfAbsent(end, _ -> new TreeMap<>());
    for (int i = 0; i < columns.length; i++) {
      places
          .computeIfAbsent(i, _ -> new HashSet<>())
          .add(new Place(row.getLong(3), columns[i].intValue()));
    }
  }

  private List<ViewKey> all() {
    var all = new ArrayList<ViewKey>();
    for (var view : views.values()) {
      var shown = shown(view);
      ends.forEach((end, places) -> {
        var columns = new ArrayList<List<String>>();
        for (var choices : places.values()) {
          for (var place : choices) {
            var names = shown.get(place);
            if (names != null) {
              columns.add(names);
            }
          }
        }
        // Of keys with one name and different columns none counts, as with postgres-meta.
        if (columns.size() == end.size()) {
          all.add(
              new ViewKey(
                  end.key(),
                  end.referred(),
                  end.schema(),
                  end.table(),
                  view.schema(),
                  view.name(),
                  columns));
        }
      });
    }
    return all;
  }

  private record Step(int column, Place place, Set<Long> seen) {}

  /** What a view shows, also through other views, and under which names. */
  private Map<Place, List<String>> shown(View view) {
    Map<Place, List<String>> shown = new HashMap<>();
    Queue<Step> steps = new ArrayDeque<>();
    for (var target : view.targets()) {
      steps.add(new Step(target.column(), place(target), Set.of()));
    }
    while (!steps.isEmpty()) {
      var step = steps.remove();
      String name = view.columns().get(step.column() - 1);
      shown.computeIfAbsent(step.place(), _ -> new ArrayList<>()).add(name);
      var inner = views.get(step.place().relation());
      if (inner != null && !step.seen().contains(inner.id())) {
        var seen = new TreeSet<>(step.seen());
        seen.add(inner.id());
        inner.targets().stream()
            .filter(target -> target.column() == step.place().column())
            .forEach(target -> steps.add(new Step(step.column(), place(target), seen)));
      }
    }
    return shown;
  }

  private static Place place(QueryTree.Target target) {
    return new Place(target.relation(), target.relationColumn());
  }
}
