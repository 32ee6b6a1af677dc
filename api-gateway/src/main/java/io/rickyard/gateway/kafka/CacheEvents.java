package io.rickyard.gateway.kafka;

import io.micronaut.context.annotation.Context;
import io.rickyard.contracts.identity.IdentityEvents;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.gateway.acceptance.RightsCache;
import io.rickyard.gateway.identity.IdentityCache;
import io.rickyard.gateway.project.OwnDomains;
import io.rickyard.messaging.Follower;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.Received;
import jakarta.annotation.PostConstruct;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Makes the caches forget what an event made untrue. What happened before the start is of no
 * interest: nothing was remembered then.
 */
@Context
final class CacheEvents implements AutoCloseable {

  private final KafkaSettings kafka;
  private final IdentityCache identities;
  private final RightsCache rights;
  private final OwnDomains domains;
  private @Nullable Follower follower;

  CacheEvents(
      KafkaSettings kafka, IdentityCache identities, RightsCache rights, OwnDomains domains) {
    this.kafka = kafka;
    this.identities = identities;
    this.rights = rights;
    this.domains = domains;
  }

  @PostConstruct
  void start() {
    follower =
        Follower.start(
            kafka,
            "gateway-caches",
            Set.of(Topic.IDENTITY_EVENTS, Topic.ORGANIZATION_EVENTS),
            Follower.Start.END,
            this::forget);
  }

  private void forget(List<Received> messages) {
    for (var message : messages) {
      switch (message.envelope().body()) {
        case IdentityEvents identity -> identity.events().forEach(identities::forget);
        case OrganizationEvents organization -> {
          rights.forget(organization.organizationId());
          organization.events().forEach(this::forget);
        }
        default -> throw new IllegalStateException("Not followed: " + message.envelope().type());
      }
    }
  }

  private void forget(OrganizationEvent event) {
    switch (event) {
      case OrganizationEvent.DomainAttached attached -> domains.forget(attached.domain());
      case OrganizationEvent.DomainDetached detached -> domains.forget(detached.domain());
      case OrganizationEvent.OrganizationCreated _,
          OrganizationEvent.MemberAdded _,
          OrganizationEvent.MemberRoleChanged _,
          OrganizationEvent.MemberRemoved _,
          OrganizationEvent.ProjectRegistered _,
          OrganizationEvent.ProjectRenamed _,
          OrganizationEvent.ProjectDriftPolicyChosen _,
          OrganizationEvent.TeamCreated _,
          OrganizationEvent.TeamDeleted _,
          OrganizationEvent.TeamMemberAdded _,
          OrganizationEvent.TeamMemberRemoved _,
          OrganizationEvent.TeamProjectGiven _,
          OrganizationEvent.TeamProjectTaken _,
          OrganizationEvent.ProjectDeregistered _ -> {}
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
