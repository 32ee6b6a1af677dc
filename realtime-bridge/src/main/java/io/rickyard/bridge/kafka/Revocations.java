package io.rickyard.bridge.kafka;

import io.micronaut.context.annotation.Context;
import io.rickyard.bridge.stream.OpenStreams;
import io.rickyard.contracts.identity.IdentityEvent;
import io.rickyard.contracts.identity.IdentityEvents;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.Follower;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.Received;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ends streams when the session, token or user behind them does. What was revoked before the start
 * is of no interest: nothing was open then, and nobody exchanges such a token any more.
 */
@Context
final class Revocations implements AutoCloseable {

  private final KafkaSettings kafka;
  private final OpenStreams streams;
  private @Nullable Follower follower;

  Revocations(KafkaSettings kafka, OpenStreams streams) {
    this.kafka = kafka;
    this.streams = streams;
  }

  @PostConstruct
  void start() {
    follower =
        Follower.start(
            kafka,
            "bridge-revocations",
            Set.of(Topic.IDENTITY_EVENTS),
            Follower.Start.END,
            this::revoke);
  }

  private void revoke(List<Received> messages) {
    for (var message : messages) {
      if (message.envelope().body() instanceof IdentityEvents identity) {
        identity.events().forEach(this::revoke);
      }
    }
  }

  private void revoke(IdentityEvent event) {
    switch (event) {
      case IdentityEvent.TokenRevoked token -> streams.revoke(token.tokenId());
      case IdentityEvent.SessionRevoked session -> streams.revoke(session.sessionId());
      case IdentityEvent.UserDisabled user -> streams.revoke(user.userId());
      case IdentityEvent.UserDeleted user -> streams.revoke(user.userId());
      // What a stream shows goes by memberships, and these are followed.
      case IdentityEvent.RightsChanged _ -> {}
      case IdentityEvent.SigningKeyRevoked _ -> streams.cutAll();
    }
  }

  @Override
  @PreDestroy
  public void close() {
    if (follower != null) {
      follower.close();
    }
  }
}
