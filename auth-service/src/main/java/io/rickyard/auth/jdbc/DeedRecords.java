package io.rickyard.auth.jdbc;

import io.rickyard.auth.deed.Cause;
import io.rickyard.auth.deed.Deeds;
import io.rickyard.auth.user.UserId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageBody;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.audit.AuditRecord;
import io.rickyard.contracts.identity.IdentityEvent;
import io.rickyard.contracts.identity.IdentityEvents;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.Transaction;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes audit records and identity events into the outbox, in the transaction of the deed. */
@Singleton
final class DeedRecords implements Deeds {

  private final Transactions transactions;
  private final Outbox outbox;

  DeedRecords(Transactions transactions, Outbox outbox) {
    this.transactions = transactions;
    this.outbox = outbox;
  }

  @Override
  public void record(
      Cause cause, String action, String target, String outcome, @Nullable String detail) {
    var record = new AuditRecord(cause.at(), action, target, outcome, cause.origin(), detail);
    transactions.run(transaction ->
        outbox.write(transaction, List.of(message(Topic.AUDIT, target, cause, record))));
  }

  /** A deed that is done with this transaction. */
  void done(Transaction transaction, Cause cause, String action, String target)
      throws SQLException {
    outbox.write(transaction, List.of(done(cause, action, target)));
  }

  /** The same, with what else matters of it. */
  void done(Transaction transaction, Cause cause, String action, String target, String detail)
      throws SQLException {
    var record = new AuditRecord(cause.at(), action, target, "done", cause.origin(), detail);
    outbox.write(transaction, List.of(message(Topic.AUDIT, target, cause, record)));
  }

  /** A deed that is done with this transaction and ends somebody's rights to call. */
  void done(
      Transaction transaction,
      Cause cause,
      String action,
      String target,
      UserId user,
      List<IdentityEvent> ended)
      throws SQLException {
    List<OutgoingMessage> messages = new ArrayList<>();
    messages.add(done(cause, action, target));
    if (!ended.isEmpty()) {
      var events = new IdentityEvents(user.toString(), ended);
      messages.add(message(Topic.IDENTITY_EVENTS, user.toString(), cause, events));
    }
    outbox.write(transaction, messages);
  }

  /** A deed that is done with this transaction and ends rights of everybody. */
  void done(Transaction transaction, Cause cause, String action, String target, IdentityEvent ended)
      throws SQLException {
    var events = new IdentityEvents(null, List.of(ended));
    outbox.write(
        transaction,
        List.of(
            done(cause, action, target), message(Topic.IDENTITY_EVENTS, target, cause, events)));
  }

  private static OutgoingMessage done(Cause cause, String action, String target) {
    var record = new AuditRecord(cause.at(), action, target, "done", cause.origin(), null);
    return message(Topic.AUDIT, target, cause, record);
  }

  private static OutgoingMessage message(
      Topic topic, String entity, Cause cause, MessageBody body) {
    return MessageCodec.encode(
        topic,
        new Envelope<>(
            MessageId.next(),
            body.messageType(),
            1,
            entity,
            Version.NONE,
            cause.at(),
            null,
            null,
            null,
            cause.correlation(),
            null,
            cause.actor(),
            null,
            body));
  }
}
