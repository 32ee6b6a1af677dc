package io.rickyard.worker.queue;

import io.rickyard.contracts.flow.FlowLimit;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.worker.flow.Rules;
import io.rickyard.worker.flow.StartWindow;
import io.rickyard.worker.flow.Tally;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The counts of what is limited, one small row per scope with something running or started lately.
 * They change in the transactions that claim and end, so they are right whatever crashes.
 */
public final class TallyTable {

  private static final String SAVE =
      """
      insert into tally (scope, running, starts)
      select scope, running, starts::bigint[] from unnest(?::text[], ?::bigint[], ?::text[]) as t (scope, running, starts)
      on conflict (scope) do update set running = excluded.running, starts = excluded.starts
      """;

  private static final String COUNT =
      """
      select 'queue:' || case t.queue when 0 then 'critical' when 1 then 'normal' else 'batch' end as scope, count(*)
        from running r join task t on t.id = r.id where r.ending is null group by t.queue
      union all
      select 'organization:' || t.organization, count(*) from running r join task t on t.id = r.id where r.ending is null group by t.organization
      union all
      select 'type:' || t.type, count(*) from running r join task t on t.id = r.id where r.ending is null group by t.type
      """;

  private TallyTable() {}

  /** Reads all counts and keeps others from changing them until the commit. */
  public static Map<FlowScope, Tally> lock(Connection connection) throws SQLException {
    FlowLocks.counts(connection);
    return read(connection);
  }

  /** Reads all counts. */
  public static Map<FlowScope, Tally> read(Connection connection) throws SQLException {
    Map<FlowScope, Tally> tallies = new HashMap<>();
    try (PreparedStatement select =
            connection.prepareStatement("select scope, running, starts from tally");
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        tallies.put(
            FlowScope.parse(rows.getString(1)),
            new Tally(rows.getLong(2), window((Long[]) rows.getArray(3).getArray())));
      }
    }
    return tallies;
  }

  /** Writes changed counts; those that say nothing go. */
  public static void save(Connection connection, Map<FlowScope, Tally> changes)
      throws SQLException {
    if (changes.isEmpty()) {
      return;
    }
    var kept = changes.entrySet().stream().filter(change -> !change.getValue().isEmpty()).toList();
    var gone = changes.entrySet().stream().filter(change -> change.getValue().isEmpty()).toList();
    if (!kept.isEmpty()) {
      try (var save = connection.prepareStatement(SAVE)) {
        save.setArray(1, SqlArrays.texts(connection, kept, change -> change.getKey().toString()));
        save.setObject(2, SqlArrays.numbers(kept, change -> change.getValue().running()));
        save.setArray(
            3, SqlArrays.texts(connection, kept, change -> array(change.getValue().starts())));
        save.executeUpdate();
      }
    }
    if (!gone.isEmpty()) {
      try (var delete =
          connection.prepareStatement("delete from tally where scope = any (?::text[])")) {
        delete.setArray(1, SqlArrays.texts(connection, gone, change -> change.getKey().toString()));
        delete.executeUpdate();
      }
    }
  }

  /** Counts what runs; under the lock that keeps everybody from starting and ending tasks. */
  static void countAnew(Connection connection, Rules former, Rules rules) throws SQLException {
    Map<FlowScope, Tally> before = read(connection);
    Map<FlowScope, Tally> after = new HashMap<>();
    before.keySet().forEach(scope -> after.put(scope, Tally.EMPTY));
    for (var counted : running(connection).entrySet()) {
      if (rules.isCounted(counted.getKey())) {
        after.put(counted.getKey(), new Tally(counted.getValue(), StartWindow.EMPTY));
      }
    }
    before.forEach((scope, tally) -> {
      var formerRate = former.limit(scope).map(FlowLimit::rate);
      var rate = rules.limit(scope).map(FlowLimit::rate);
      if (formerRate.isPresent() && rate.isPresent()) {
        StartWindow starts = tally.starts().under(formerRate.get(), rate.get());
        after.computeIfPresent(scope, (_, now) -> new Tally(now.running(), starts));
      }
    });
    save(connection, after);
  }

  /** What really runs, by a count over all rows: for a change of the rules, and for tests. */
  public static Map<FlowScope, Long> running(Connection connection) throws SQLException {
    Map<FlowScope, Long> running = new HashMap<>();
    try (PreparedStatement select = connection.prepareStatement(COUNT);
        ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        running.put(FlowScope.parse(rows.getString(1)), rows.getLong(2));
      }
    }
    return running;
  }

  private static StartWindow window(Long[] pairs) {
    Map<Long, Long> slices = new HashMap<>();
    for (int at = 0; at + 1 < pairs.length; at += 2) {
      slices.put(pairs[at], pairs[at + 1]);
    }
    return new StartWindow(slices);
  }

  private static String array(StartWindow window) {
    List<String> pairs = new ArrayList<>();
    window
        .slices()
        .forEach((slice, starts) -> {
          pairs.add(slice.toString());
          pairs.add(starts.toString());
        });
    return "{" + String.join(",", pairs) + "}";
  }
}
