package io.rickyard.worker.types;

import static java.util.Comparator.comparing;
import static java.util.stream.Collectors.joining;

import io.rickyard.worker.types.Catalog.Reference;
import io.rickyard.worker.types.ViewKeys.ViewKey;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Reads the foreign keys of tables and derives those of views: a view that shows all columns of a
 * key refers, or is referred to, as its table is.
 */
final class References {

  private static final String KEYS =
      """
      select k.conname, n.nspname, t.relname, names.own, other_schema.nspname, other.relname, names.others,
             exists (select from pg_constraint u
                      where u.conrelid = k.conrelid and u.contype in ('p', 'u')
                        and names.own = (select array_agg(attname::text order by attnum) from pg_attribute
                                          where attrelid = u.conrelid and attnum = any (u.conkey)))
        from pg_constraint k
        join pg_class t on t.oid = k.conrelid
        join pg_namespace n on n.oid = t.relnamespace
        join pg_class other on other.oid = k.confrelid
        join pg_namespace other_schema on other_schema.oid = other.relnamespace
        cross join lateral (
          select array_agg(a.attname::text order by place) as own, array_agg(b.attname::text order by place) as others
            from unnest(k.conkey, k.confkey) with ordinality as each (own, other, place)
            join pg_attribute a on a.attrelid = k.conrelid and a.attnum = each.own
            join pg_attribute b on b.attrelid = k.confrelid and b.attnum = each.other) names
       where k.contype = 'f' and k.conparentid = 0 and n.nspname = any (?)
       order by k.oid
      """;

  /** JavaScript compares as ICU does, and so can PostgreSQL. */
  private static final String RANKS =
      "select s, rank() over (order by s collate \"und-x-icu\") from unnest(?::text[]) as s";

  private final Connection connection;
  private final List<String> schemas;

  References(Connection connection, List<String> schemas) {
    this.connection = connection;
    this.schemas = schemas;
  }

  /** All, in the order in which they are written. */
  List<Reference> read() throws SQLException {
    var tables = ofTables();
    var all = new ArrayList<>(tables);
    var views = ViewKeys.read(connection, schemas);
    for (var reference : tables) {
      all.addAll(ofViews(reference, views));
    }
    return sorted(all);
  }

  private List<Reference> ofTables() throws SQLException {
    try (var statement = connection.prepareStatement(KEYS)) {
      statement.setArray(1, connection.createArrayOf("text", schemas.toArray()));
      try (var rows = statement.executeQuery()) {
        var all = new ArrayList<Reference>();
        while (rows.next()) {
          all.add(
              new Reference(
                  rows.getString(1),
                  rows.getString(2),
                  rows.getString(3),
                  List.of(Rows.texts(rows, 4)),
                  rows.getBoolean(8),
                  rows.getString(5),
                  rows.getString(6),
                  List.of(Rows.texts(rows, 7))));
        }
        return all;
      }
    }
  }

  /** Those from views to the table, from the table to views, and between views. */
  private static List<Reference> ofViews(Reference reference, List<ViewKey> views) {
    var from =
        views.stream()
            .filter(view ->
                !view.referred()
                    && view.key().equals(reference.key())
                    && view.schema().equals(reference.schema())
                    && view.table().equals(reference.relation()))
            .toList();
    var to =
        views.stream()
            .filter(view ->
                view.referred()
                    && view.key().equals(reference.key())
                    && view.schema().equals(reference.otherSchema())
                    && view.table().equals(reference.otherRelation()))
            .toList();
    var all = new ArrayList<Reference>();
    for (var view : from) {
      view.ways().forEach(way -> all.add(from(reference, view, way)));
    }
    for (var view : to) {
      view.ways().forEach(way -> all.add(to(reference, view, way)));
    }
    for (var view : from) {
      for (var way : view.ways()) {
        for (var other : to) {
          other.ways().forEach(goal -> all.add(to(from(reference, view, way), other, goal)));
        }
      }
    }
    return all;
  }

  private static Reference from(Reference reference, ViewKey view, List<String> columns) {
    return new Reference(
        reference.key(),
        view.viewSchema(),
        view.view(),
        columns,
        reference.oneToOne(),
        reference.otherSchema(),
        reference.otherRelation(),
        reference.otherColumns());
  }

  private static Reference to(Reference reference, ViewKey view, List<String> columns) {
    return new Reference(
        reference.key(),
        reference.schema(),
        reference.relation(),
        reference.columns(),
        reference.oneToOne(),
        view.viewSchema(),
        view.view(),
        columns);
  }

  private List<Reference> sorted(List<Reference> references) throws SQLException {
    var ranks =
        ranks(
            references.stream()
                .flatMap(
                    each -> Stream.of(each.key(), each.otherRelation(), list(each.otherColumns())))
                .collect(Collectors.toSet()));
    return references.stream()
        .sorted(
            comparing((Reference each) -> ranks.getOrDefault(each.key(), 0L))
                .thenComparing(each -> ranks.getOrDefault(each.otherRelation(), 0L))
                .thenComparing(each -> ranks.getOrDefault(list(each.otherColumns()), 0L)))
        .toList();
  }

  /** As JSON, which is what is compared. */
  private static String list(List<String> columns) {
    return columns.stream().map(Quoted::json).collect(joining(",", "[", "]"));
  }

  private Map<String, Long> ranks(Set<String> texts) throws SQLException {
    try (var statement = connection.prepareStatement(RANKS)) {
      statement.setArray(1, connection.createArrayOf("text", texts.toArray()));
      try (var rows = statement.executeQuery()) {
        Map<String, Long> ranks = new HashMap<>();
        while (rows.next()) {
          ranks.put(rows.getString(1), rows.getLong(2));
        }
        return ranks;
      }
    }
  }
}
