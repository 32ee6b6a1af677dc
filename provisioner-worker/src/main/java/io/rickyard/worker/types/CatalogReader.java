package io.rickyard.worker.types;

import io.rickyard.worker.types.Catalog.Attribute;
import io.rickyard.worker.types.Catalog.Column;
import io.rickyard.worker.types.Catalog.Kind;
import io.rickyard.worker.types.Catalog.Parameter;
import io.rickyard.worker.types.Catalog.PgType;
import io.rickyard.worker.types.Catalog.Relation;
import io.rickyard.worker.types.Catalog.Routine;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Reads a {@link Catalog} from one snapshot of PostgreSQL's own. Names are put in order by ICU's
 * root collation, as JavaScript's localeCompare does.
 */
final class CatalogReader {

  /** Types and parameters are written as somebody sees them who looks in these first. */
  private static final String SNAPSHOT =
      """
      set transaction isolation level repeatable read read only;
      set local search_path = public, extensions;
      """;

  private static final String SCHEMAS =
      """
      select nspname
        from pg_namespace
       where nspname = any (?) and not starts_with(nspname, 'pg_')
       order by nspname collate "und-x-icu"
      """;

  /** The bits 4 and 16 stand for UPDATE and DELETE. */
  private static final String RELATIONS =
      """
      select c.oid, n.nspname, c.relname, c.relkind,
             c.relkind = 'v' and pg_relation_is_updatable(c.oid, false) & 20 = 20
        from pg_class c
        join pg_namespace n on n.oid = c.relnamespace
       where n.nspname = any (?) and c.relkind in ('r', 'p', 'f', 'v', 'm')
       order by c.relname collate "und-x-icu"
      """;

  private static final String COLUMNS =
      """
      select a.attrelid, a.attname, coalesce(base.typname, t.typname),
             not (a.attnotnull or t.typtype = 'd' and t.typnotnull),
             a.attidentity = 'a',
             a.attidentity <> '' or a.atthasdef,
             c.relkind in ('r', 'p')
               or c.relkind in ('v', 'f') and pg_column_is_updatable(c.oid, a.attnum, false)
        from pg_attribute a
        join pg_class c on c.oid = a.attrelid
        join pg_namespace n on n.oid = c.relnamespace
        join pg_type t on t.oid = a.atttypid
        left join pg_type base on t.typtype = 'd' and base.oid = t.typbasetype
       where n.nspname = any (?) and c.relkind in ('r', 'p', 'f', 'v', 'm')
         and a.attnum > 0 and not a.attisdropped
       order by a.attname collate "und-x-icu"
      """;

  /** Defaults are of the last parameters that are given, counted over all parameters. */
  private static final String ROUTINES =
      """
      select n.nspname, p.proname, pg_get_function_arguments(p.oid), p.prorettype,
             nullif(result.typrelid, 0), p.proretset, case when p.proretset then p.prorows::float8 end,
             all_of.names, all_of.modes, all_of.types, all_of.optional
        from pg_proc p
        join pg_namespace n on n.oid = p.pronamespace
        join pg_type result on result.oid = p.prorettype
        cross join lateral (
          select array_agg(coalesce(name, '') order by coalesce(name, '') collate "und-x-icu", place) as names,
                 array_agg(coalesce(mode, 'i') order by coalesce(name, '') collate "und-x-icu", place) as modes,
                 array_agg(type::bigint order by coalesce(name, '') collate "und-x-icu", place) as types,
                 array_agg(place > p.pronargs - p.pronargdefaults and place <= p.pronargs
                           order by coalesce(name, '') collate "und-x-icu", place) as optional
            from unnest(coalesce(p.proallargtypes, p.proargtypes::oid[]), p.proargmodes::text[], p.proargnames)
                   with ordinality as each (type, mode, name, place)) all_of
       where n.nspname = any (?) and p.prokind = 'f'
         and p.prorettype not in ('trigger'::regtype, 'event_trigger'::regtype)
       order by p.proname collate "und-x-icu", pg_get_function_arguments(p.oid) collate "und-x-icu",
             pg_get_function_result(p.oid) collate "und-x-icu"
      """;

  /** A table's own type has no attributes: its columns are the table's. */
  private static final String TYPES =
      """
      select t.oid, n.nspname, t.typname, format_type(t.oid, null), nullif(t.typrelid, 0),
             array(select enumlabel::text from pg_enum e where e.enumtypid = t.oid order by enumsortorder),
             array(select attname::text from pg_attribute a
                    where a.attrelid = t.typrelid and c.relkind = 'c' and not a.attisdropped order by attnum),
             array(select atttypid::bigint from pg_attribute a
                    where a.attrelid = t.typrelid and c.relkind = 'c' and not a.attisdropped order by attnum)
        from pg_type t
        join pg_namespace n on n.oid = t.typnamespace
        left join pg_class c on c.oid = t.typrelid
       where t.typrelid = 0 or c.relkind in ('c', 'r', 'v', 'm', 'p')
       order by t.typname collate "und-x-icu", t.oid
      """;

  private final Connection connection;
  private final List<String> asked;

  private CatalogReader(Connection connection, List<String> asked) {
    this.connection = connection;
    this.asked = asked;
  }

  /** Reads what these schemas hold, over a connection whose transaction the caller ends. */
  static Catalog read(Connection connection, List<String> schemas) throws SQLException {
    connection.setAutoCommit(false);
    try (var statement = connection.createStatement()) {
      statement.execute(SNAPSHOT);
    }
    return new CatalogReader(connection, schemas).read();
  }

  private Catalog read() throws SQLException {
    var columns = columns();
    return new Catalog(
        all(SCHEMAS, row -> row.getString(1)),
        all(RELATIONS, row -> relation(row, columns)),
        all(ROUTINES, CatalogReader::routine),
        types(),
        new References(connection, asked).read());
  }

  private interface Reading<T> {
    T from(ResultSet row) throws SQLException;
  }

  private <T> List<T> all(String select, Reading<T> reading) throws SQLException {
    try (var statement = connection.prepareStatement(select)) {
      statement.setArray(1, connection.createArrayOf("text", asked.toArray()));
      try (var rows = statement.executeQuery()) {
        var all = new ArrayList<T>();
        while (rows.next()) {
          all.add(reading.from(rows));
        }
        return all;
      }
    }
  }

  private static Relation relation(ResultSet row, Map<Long, List<Column>> columns)
      throws SQLException {
    long id = row.getLong(1);
    return new Relation(
        id,
        row.getString(2),
        row.getString(3),
        Kind.of(row.getString(4)),
        row.getBoolean(5),
        columns.getOrDefault(id, List.of()));
  }

  private Map<Long, List<Column>> columns() throws SQLException {
    Map<Long, List<Column>> byRelation = new HashMap<>();
    var _ =
        all(
            COLUMNS,
            row ->
                byRelation
                    .computeIfAbsent(row.getLong(1), _ -> new ArrayList<>())
                    .add(
                        new Column(
                            row.getString(2),
                            row.getString(3),
                            row.getBoolean(4),
                            row.getBoolean(5),
                            row.getBoolean(6),
                            row.getBoolean(7))));
    return byRelation;
  }

  private static Routine routine(ResultSet row) throws SQLException {
    var parameters = new ArrayList<Parameter>();
    String[] names = Rows.texts(row, 8);
    String[] modes = Rows.texts(row, 9);
    Long[] types = Rows.numbers(row, 10);
    Boolean[] optional = Rows.array(row, 11, new Boolean[0]);
    for (int i = 0; i < names.length; i++) {
      parameters.add(new Parameter(names[i], modes[i], types[i], optional[i]));
    }
    return new Routine(
        row.getString(1),
        row.getString(2),
        row.getString(3),
        parameters,
        row.getLong(4),
        number(row, 5),
        row.getBoolean(6),
        row.getObject(7, Double.class));
  }

  private Map<Long, PgType> types() throws SQLException {
    Map<Long, PgType> byId = new LinkedHashMap<>();
    try (var statement = connection.createStatement();
        var rows = statement.executeQuery(TYPES)) {
      while (rows.next()) {
        var type = type(rows);
        byId.put(type.id(), type);
      }
    }
    return byId;
  }

  private static PgType type(ResultSet row) throws SQLException {
    var attributes = new ArrayList<Attribute>();
    String[] names = Rows.texts(row, 7);
    Long[] types = Rows.numbers(row, 8);
    for (int i = 0; i < names.length; i++) {
      attributes.add(new Attribute(names[i], types[i]));
    }
    return new PgType(
        row.getLong(1),
        row.getString(2),
        row.getString(3),
        row.getString(4),
        List.of(Rows.texts(row, 6)),
        attributes,
        number(row, 5));
  }

  private static @Nullable Long number(ResultSet row, int column) throws SQLException {
    long value = row.getLong(column);
    return row.wasNull() ? null : value;
  }
}
