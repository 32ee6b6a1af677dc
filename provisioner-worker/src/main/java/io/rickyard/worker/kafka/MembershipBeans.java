package io.rickyard.worker.kafka;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.Follower;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.Received;
import io.rickyard.worker.membership.Memberships;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Set;

/** Follows the organizations from their beginning; every worker knows them all. */
@Factory
final class MembershipBeans {

  @Singleton
  Memberships memberships() {
    return new Memberships();
  }

  @Context
  @Bean(preDestroy = "close")
  Follower organizations(KafkaSettings kafka, Memberships memberships) {
    return Follower.start(
        kafka,
        "worker-memberships",
        Set.of(Topic.ORGANIZATION_EVENTS),
        Follower.Start.BEGINNING,
        batch -> apply(memberships, batch));
  }

  private static void apply(Memberships memberships, List<Received> batch) {
    for (Received received : batch) {
      if (received.envelope().body() instanceof OrganizationEvents events) {
        memberships.apply(events);
      }
    }
  }
}
