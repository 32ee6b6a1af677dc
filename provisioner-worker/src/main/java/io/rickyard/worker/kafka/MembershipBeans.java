package io.rickyard.worker.kafka;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.Follower;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.Received;
import io.rickyard.worker.membership.Memberships;
import io.rickyard.worker.membership.ProjectPolicies;
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

  @Singleton
  ProjectPolicies policies(@Value("${rickyard.runtime.drift.policy:repair}") String usual) {
    return new ProjectPolicies(DriftPolicy.named(usual));
  }

  @Context
  @Bean(preDestroy = "close")
  Follower organizations(KafkaSettings kafka, Memberships memberships, ProjectPolicies policies) {
    return Follower.start(
        kafka,
        "worker-memberships",
        Set.of(Topic.ORGANIZATION_EVENTS),
        Follower.Start.BEGINNING,
        batch -> apply(memberships, policies, batch));
  }

  private static void apply(
      Memberships memberships, ProjectPolicies policies, List<Received> batch) {
    for (Received received : batch) {
      if (received.envelope().body() instanceof OrganizationEvents events) {
        memberships.apply(events);
        policies.apply(events);
      }
    }
  }
}
