package io.rickyard.org.kafka;

import io.micronaut.context.annotation.Context;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.identity.IdentityEvent;
import io.rickyard.contracts.identity.IdentityEvents;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.Received;
import io.rickyard.messaging.Subscription;
import io.rickyard.messaging.SubscriptionSettings;
import io.rickyard.messaging.Transaction;
import io.rickyard.org.hook.RevokedTokens;
import io.rickyard.org.organization.Deed;
import io.rickyard.org.organization.Departures;
import io.rickyard.org.organization.UserId;
import io.rickyard.persistence.OffsetTable;
import io.rickyard.persistence.Transactions;
import io.rickyard.service.meter.ConsumerMeters;
import jakarta.annotation.PreDestroy;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/**
 * Lets accounts that auth-service has deleted leave their organizations, and hooks no longer act
 * with tokens that it made void. Either commits with the place in the topic, so nobody stays behind
 * when this service was away.
 */
@Context
final class EndedRights {

  private static final String CONSUMER = "org-service-accounts";

  private final Departures departures;
  private final RevokedTokens tokens;
  private final Subscription subscription;

  EndedRights(
      KafkaSettings kafka,
      Transactions transactions,
      Departures departures,
      RevokedTokens tokens,
      ConsumerMeters meters) {
    this.departures = departures;
    this.tokens = tokens;
    this.subscription =
        Subscription.start(
            kafka,
            SubscriptionSettings.of(CONSUMER, Topic.IDENTITY_EVENTS),
            new OffsetTable(transactions),
            this::apply);
    meters.watch(subscription);
  }

  @PreDestroy
  void close() {
    subscription.close();
  }

  private void apply(Transaction transaction, List<Received> batch) throws SQLException {
    for (Received received : batch) {
      var envelope = received.envelope();
      if (envelope.body() instanceof IdentityEvents identity) {
        for (IdentityEvent event : identity.events()) {
          apply(transaction, envelope, event);
        }
      }
    }
  }

  private void apply(Transaction transaction, Envelope<?> envelope, IdentityEvent event)
      throws SQLException {
    switch (event) {
      case IdentityEvent.UserDeleted deleted -> {
        var user = UserId.parse(deleted.userId());
        departures.depart(
            transaction,
            new Deed(envelope.actor(), user, envelope.correlationId(), envelope.trace(), null),
            user);
      }
      case IdentityEvent.TokenRevoked revoked ->
          tokens.revoke(transaction, UUID.fromString(revoked.tokenId()), revoked.at());
      // Who is banned stays a member, and comes back as one.
      case IdentityEvent.UserDisabled _,
          IdentityEvent.SessionRevoked _,
          IdentityEvent.RightsChanged _,
          IdentityEvent.SigningKeyRevoked _ -> {}
    }
  }
}
