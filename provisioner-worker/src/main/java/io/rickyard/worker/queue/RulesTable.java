package io.rickyard.worker.queue;

import io.rickyard.contracts.flow.FlowLimit;
import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.worker.flow.Rules;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;

/** What administrators have set: read at each claim, changed by the newest message. */
public final class RulesTable {

  /** A turn's distance for an organization of the usual weight. */
  static final long USUAL_STRIDE = 10_000;

  // Two statements in one message: the second one sees what was committed while the first waited.
  private static final String SHARE =
      FlowLocks.SHARE_RULES
          + "; select version, (select coalesce(max(id), 0) from kind), clock_timestamp() from flow_rules";

  private RulesTable() {}

  /**
   * What stands at the moment when the rules are shared.
   *
   * @param version of the rules
   * @param kinds the highest number of a kind
   * @param at the database's time
   */
  public record Head(long version, int kinds, Instant at) {}

  /** Shares the rules until the commit. */
  public static Head share(Connection connection) throws SQLException {
    try (var statement = connection.prepareStatement(SHARE)) {
      statement.execute();
      statement.getMoreResults();
      try (ResultSet row = statement.getResultSet()) {
        row.next();
        return new Head(
            row.getLong(1), row.getInt(2), row.getObject(3, OffsetDateTime.class).toInstant());
      }
    }
  }

  /** Reads the rules. */
  public static Rules read(Connection connection) throws SQLException {
    try (PreparedStatement select =
            connection.prepareStatement("select version, body from flow_rules");
        ResultSet row = select.executeQuery()) {
      row.next();
      return new Rules(
          row.getLong(1), ContractJson.mapper().readValue(row.getString(2), FlowRules.class));
    } catch (IOException e) {
      throw new SQLException("Stored flow rules cannot be read", e);
    }
  }

  /**
   * Puts newer rules in the place of the old ones and counts anew what they limit; false when they
   * are not newer. Nobody starts or ends tasks until the commit.
   */
  public static boolean replace(Connection connection, long version, FlowRules rules)
      throws SQLException {
    FlowLocks.rulesAlone(connection);
    Rules former = read(connection);
    try (var update =
        connection.prepareStatement(
            "update flow_rules set version = ?, body = ? where version < ?")) {
      update.setLong(1, version);
      update.setString(2, ContractJson.mapper().writeValueAsString(rules));
      update.setLong(3, version);
      if (update.executeUpdate() == 0) {
        return false;
      }
    } catch (IOException e) {
      throw new SQLException("Flow rules cannot be written", e);
    }
    weigh(connection, rules.limits().stream().filter(limit -> limit.weight() != null).toList());
    TallyTable.countAnew(connection, former, new Rules(version, rules));
    return true;
  }

  private static void weigh(Connection connection, List<FlowLimit> weights) throws SQLException {
    try (var delete = connection.prepareStatement("delete from flow_weight")) {
      delete.executeUpdate();
    }
    try (var insert =
        connection.prepareStatement(
            "insert into flow_weight (organization, stride) select * from unnest(?::text[], ?::bigint[])")) {
      insert.setArray(1, SqlArrays.texts(connection, weights, limit -> limit.scope().name()));
      insert.setObject(2, SqlArrays.numbers(weights, RulesTable::stride));
      insert.executeUpdate();
    }
    try (var update =
        connection.prepareStatement(
            """
            update flow f set stride = s.stride
              from (select g.queue, g.organization, coalesce(w.stride, ?) as stride
                      from flow g left join flow_weight w on w.organization = g.organization) s
             where f.queue = s.queue and f.organization = s.organization and f.stride <> s.stride
            """)) {
      update.setLong(1, USUAL_STRIDE);
      update.executeUpdate();
    }
  }

  private static long stride(FlowLimit limit) {
    Integer weight = limit.weight();
    return USUAL_STRIDE
        * FlowLimit.USUAL_WEIGHT
        / (weight == null ? FlowLimit.USUAL_WEIGHT : weight);
  }
}
