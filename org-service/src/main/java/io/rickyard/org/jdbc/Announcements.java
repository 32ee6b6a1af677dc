package io.rickyard.org.jdbc;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageBody;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.Transaction;
import io.rickyard.org.organization.Deed;
import io.rickyard.persistence.Outbox;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Says what was done: events of the organization, under its next versions, and the audit record.
 * Both go out if and only if the transaction commits. Call it last, since it locks the
 * organization's row.
 *
 * <p>One instance publishes an organization's events in the order of their versions. With several
 * instances a later event may reach the topic first for a moment; consumers go by the version.
 */
final class Announcements {

  private static final String RAISE =
      "update organization set version = version + ? where id = ? returning version";

  private final Outbox outbox;

  Announcements(Outbox outbox) {
    this.outbox = outbox;
  }

  /** What a deed was, for the audit; the detail holds no secret. */
  record Done(String action, String target, String outcome, @Nullable String detail) {
    Done(String action, String target, String outcome) {
      this(action, target, outcome, null);
    }
  }

  void write(
      Transaction transaction,
      Deed deed,
      OrganizationId organization,
      Instant at,
      Done done,
      List<OrganizationEvent> events)
      throws SQLException {
    var messages = new ArrayList<OutgoingMessage>();
    if (!events.isEmpty()) {
      var version = raise(transaction, organization, events.size());
      var body = new OrganizationEvents(organization, events);
      messages.add(
          message(
              Topic.ORGANIZATION_EVENTS,
              deed,
              organization,
              at,
              organization.value(),
              version,
              body));
    }
    var audit =
        new AuditRecord(
            at, done.action(), done.target(), done.outcome(), deed.origin(), done.detail());
    messages.add(message(Topic.AUDIT, deed, organization, at, done.target(), Version.NONE, audit));
    outbox.write(transaction, messages);
  }

  private static OutgoingMessage message(
      Topic topic,
      Deed deed,
      OrganizationId organization,
      Instant at,
      String entity,
      Version version,
      MessageBody body) {
    var envelope =
        new Envelope<>(
            MessageId.next(),
            body.messageType(),
            1,
            entity,
            version,
            at,
            organization,
            null,
            null,
            deed.correlationId(),
            null,
            deed.actor(),
            deed.trace(),
            body);
    return MessageCodec.encode(topic, organization.value(), envelope);
  }

  private static Version raise(Transaction transaction, OrganizationId organization, int events)
      throws SQLException {
    try (PreparedStatement raise = transaction.connection().prepareStatement(RAISE)) {
      raise.setInt(1, events);
      raise.setString(2, organization.value());
      try (ResultSet row = raise.executeQuery()) {
        if (!row.next()) {
          throw new IllegalStateException("Organization " + organization + " is not seen here");
        }
        return new Version(row.getLong(1));
      }
    }
  }
}
