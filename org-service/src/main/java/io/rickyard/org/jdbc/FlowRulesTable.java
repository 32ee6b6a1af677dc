package io.rickyard.org.jdbc;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageBody;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.contracts.json.ContractJson;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.MessageSigner;
import io.rickyard.org.flow.FlowDesk;
import io.rickyard.org.organization.Deed;
import io.rickyard.persistence.Outbox;
import java.io.IOException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.UnaryOperator;

/** The table {@code flow_rules}, whose one row is locked while it is changed. */
final class FlowRulesTable implements FlowDesk {

  private final Sessions sessions;
  private final MessageSigner signer;
  private final Outbox outbox;
  private final Clock clock;

  FlowRulesTable(Sessions sessions, MessageSigner signer, Outbox outbox, Clock clock) {
    this.sessions = sessions;
    this.signer = signer;
    this.outbox = outbox;
    this.clock = clock;
  }

  @Override
  public FlowDesk.Set current() {
    return sessions.asInstallation(
        transaction -> read(transaction.connection(), "select version, body from flow_rules"));
  }

  @Override
  public FlowDesk.Set change(
      Deed deed, String action, String target, UnaryOperator<FlowRules> change) {
    return sessions.asInstallation(transaction -> {
      var connection = transaction.connection();
      var before = read(connection, "select version, body from flow_rules for update");
      var rules = change.apply(before.rules());
      if (rules.equals(before.rules())) {
        return before;
      }
      var after = new FlowDesk.Set(before.version() + 1, rules);
      write(connection, after);
      var at = clock.instant().truncatedTo(ChronoUnit.MICROS);
      var told = envelope(deed, FlowRules.ENTITY, new Version(after.version()), at, rules);
      var audit =
          envelope(
              deed,
              target,
              Version.NONE,
              at,
              new AuditRecord(at, action, target, "done", deed.origin(), null));
      outbox.write(
          transaction,
          List.of(
              signer.sign(MessageCodec.encode(Topic.COMMANDS_CRITICAL, told)),
              MessageCodec.encode(Topic.AUDIT, audit)));
      return after;
    });
  }

  private static FlowDesk.Set read(Connection connection, String query) throws SQLException {
    try (var select = connection.prepareStatement(query);
        ResultSet row = select.executeQuery()) {
      if (!row.next()) {
        throw new SQLException("The row of the flow rules is gone");
      }
      return new FlowDesk.Set(
          row.getLong(1), ContractJson.mapper().readValue(row.getString(2), FlowRules.class));
    } catch (IOException e) {
      throw new SQLException("Stored flow rules cannot be read", e);
    }
  }

  private static void write(Connection connection, FlowDesk.Set set) throws SQLException {
    try (var update = connection.prepareStatement("update flow_rules set version = ?, body = ?")) {
      update.setLong(1, set.version());
      update.setString(2, ContractJson.mapper().writeValueAsString(set.rules()));
      update.executeUpdate();
    } catch (IOException e) {
      throw new SQLException("Flow rules cannot be written", e);
    }
  }

  private static <B extends MessageBody> Envelope<B> envelope(
      Deed deed, String entity, Version version, Instant at, B body) {
    return new Envelope<>(
        MessageId.next(),
        body.messageType(),
        1,
        entity,
        version,
        at,
        null,
        null,
        null,
        deed.correlationId(),
        null,
        deed.actor(),
        deed.trace(),
        body);
  }
}
