package io.rickyard.org.jdbc;

import com.fasterxml.jackson.core.JsonProcessingException;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.org.hook.Hook;
import io.rickyard.org.hook.HookId;
import io.rickyard.org.hook.HookProvider;
import io.rickyard.org.hook.HookRule;
import io.rickyard.org.hook.HookToken;
import io.rickyard.org.hook.SealedSecrets;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.organization.UserId;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Between the rows of the table {@code hook} and hooks. */
final class HookRows {

  private HookRows() {}

  static List<SealedSecrets> read(PreparedStatement select) throws SQLException {
    var found = new ArrayList<SealedSecrets>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        found.add(
            new SealedSecrets(
                row(rows), rows.getBytes("secret"), rows.getBytes("previous_secret")));
      }
    }
    return List.copyOf(found);
  }

  private static Hook row(ResultSet row) throws SQLException {
    return new Hook(
        new HookId(row.getObject("id", UUID.class)),
        new OrganizationId(row.getString("organization_id")),
        new DisplayName(row.getString("name")),
        HookProvider.named(row.getString("provider")),
        rule(row.getString("rule")),
        new UserId(row.getObject("principal", UUID.class)),
        row.getObject("created_at", OffsetDateTime.class).toInstant(),
        instant(row.getObject("previous_secret_until", OffsetDateTime.class)),
        token(row));
  }

  private static @Nullable HookToken token(ResultSet row) throws SQLException {
    UUID id = row.getObject("token_id", UUID.class);
    return id == null
        ? null
        : new HookToken(
            id,
            Arrays.asList((String[]) row.getArray("token_scopes").getArray()),
            instant(row.getObject("token_expires_at", OffsetDateTime.class)),
            row.getBoolean("token_revoked"));
  }

  private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
    return time == null ? null : time.toInstant();
  }

  private static HookRule rule(String json) {
    try {
      return ContractJson.mapper().readValue(json, HookRule.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A stored rule cannot be read", e);
    }
  }

  static String json(HookRule rule) {
    try {
      return ContractJson.mapper().writeValueAsString(rule);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException("A rule cannot be stored", e);
    }
  }
}
