package io.rickyard.worker.stack.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.stack.ServiceLimits;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.worker.stack.StackSize;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;

/**
 * The columns of the table {@code stack} that say how large a stack is, and how large it was before
 * the change that is under way. A claim for another desired state empties the latter.
 */
final class SizeColumns {

  private static final TypeReference<Map<String, ServiceLimits>> LIMITS = new TypeReference<>() {};

  private SizeColumns() {}

  static boolean resize(Connection connection, ProjectRef project, long token, StackSize size)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            """
            update stack
               set former_profile = coalesce(former_profile, profile),
                   former_limits = coalesce(former_limits, limits),
                   profile = ?, limits = ?::jsonb
             where project = ? and token = ?\
            """)) {
      update.setString(1, size.profile().wireName());
      update.setString(2, json(size.limits()));
      update.setString(3, project.value());
      update.setLong(4, token);
      return update.executeUpdate() == 1;
    }
  }

  static boolean resizeBack(Connection connection, ProjectRef project, long token)
      throws SQLException {
    try (var update =
        connection.prepareStatement(
            """
            update stack set profile = former_profile, limits = former_limits
             where project = ? and token = ? and former_profile is not null\
            """)) {
      update.setString(1, project.value());
      update.setLong(2, token);
      return update.executeUpdate() == 1;
    }
  }

  static StackSize read(ResultSet row) throws SQLException {
    try {
      return new StackSize(
          StackProfile.named(row.getString("profile")),
          ContractJson.mapper().readValue(row.getString("limits"), LIMITS));
    } catch (JsonProcessingException e) {
      throw new SQLException("A stack's limits cannot be read", e);
    }
  }

  private static String json(Map<String, ServiceLimits> limits) throws SQLException {
    try {
      return ContractJson.mapper().writeValueAsString(limits);
    } catch (JsonProcessingException e) {
      throw new SQLException("A stack's limits cannot be written", e);
    }
  }
}
