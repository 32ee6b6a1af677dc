package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.CorrelationId;
import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.MessageId;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.identity.IdentityEvent;
import io.rickyard.contracts.identity.IdentityEvents;
import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.MessageCodec;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

/** What becomes of organizations when auth-service says that an account is no more. */
@ExtendWith(Infrastructure.class)
class DeletedAccountIT {

  private OrgServer server;
  private Roles roles;
  private TestBroker broker;

  @BeforeEach
  void start(TestDatabase database, TestBroker broker, @TempDir Path directory) {
    this.broker = broker;
    server = new OrgServer(database, broker, directory, Map.of());
    roles = new Roles(server);
  }

  @AfterEach
  void stop() {
    server.close();
  }

  private String organization() {
    return "/organizations/" + roles.organization();
  }

  private void tell(UUID user, IdentityEvent event) {
    var body = new IdentityEvents(user.toString(), List.of(event));
    var envelope =
        new Envelope<>(
            MessageId.next(),
            body.messageType(),
            1,
            user.toString(),
            Version.NONE,
            Instant.now(),
            null,
            null,
            null,
            new CorrelationId("deletion-1"),
            null,
            new Actor(Actor.Kind.PERSON, "the-administrator", null),
            null,
            body);
    try (var publisher = KafkaPublisher.open(broker.settings("test"))) {
      publisher.publish(MessageCodec.encode(Topic.IDENTITY_EVENTS, envelope)).join();
    }
  }

  private void deleted(UUID user) {
    tell(user, new IdentityEvent.UserDeleted(Instant.now(), user.toString()));
  }

  private String role(UUID user) {
    return server.get(user, organization()).text("/role");
  }

  @Test
  void deletedAccountIsAMemberNowhereAndItsInvitationsOpenNothing() {
    // given
    var administrator = roles.user(Role.ADMINISTRATOR);
    String link =
        server.post(administrator, roles.invitations(), Map.of("role", "developer")).text("/token");

    // when
    deleted(administrator);

    // then
    Eventually.asserted(() ->
        assertThat(server.get(roles.owner(), organization() + "/members").body().toString())
            .doesNotContain(administrator.toString()));
    assertThat(
            server.post(UUID.randomUUID(), "/invitations/accept", Map.of("token", link)).status())
        .isEqualTo(404);
    assertThat(server.get(roles.owner(), roles.invitations()).body().at("/data").toString())
        .contains("revoked");
  }

  @Test
  void strongestAndLongestMemberFollowsTheLastOwner() {
    // given
    var second = roles.join(Role.ADMINISTRATOR);

    // when
    deleted(roles.owner());

    // then
    Eventually.asserted(() -> assertThat(role(roles.user(Role.ADMINISTRATOR))).isEqualTo("owner"));
    assertThat(role(second)).isEqualTo("administrator");
    assertThat(server.get(roles.owner(), organization()).status()).isEqualTo(404);
    try (var events = new TopicReader(broker, Topic.ORGANIZATION_EVENTS);
        var audit = new TopicReader(broker, Topic.AUDIT)) {
      Eventually.asserted(
          () -> assertThat(events.eventsOf(roles.owner().toString())).endsWith("MemberRemoved"));
      Eventually.asserted(() ->
          assertThat(audit.envelopes())
              .filteredOn(envelope -> envelope.correlationId().value().equals("deletion-1"))
              .singleElement()
              .satisfies(envelope -> {
                assertThat(envelope.actor().id()).isEqualTo("the-administrator");
                assertThat(envelope.body().toString())
                    .contains("member.remove", roles.user(Role.ADMINISTRATOR) + " became owner");
              }));
    }
  }

  @Test
  void ownerBesideAnotherLeavesWithoutASuccessor() {
    // given
    var second = roles.join(Role.OWNER);

    // when
    deleted(second);

    // then
    Eventually.asserted(
        () -> assertThat(server.get(second, organization()).status()).isEqualTo(404));
    assertThat(role(roles.owner())).isEqualTo("owner");
    assertThat(role(roles.user(Role.ADMINISTRATOR))).isEqualTo("administrator");
  }

  @Test
  void organizationOfNobodyElseKeepsItsOwnerAndOthersAreLeftAllTheSame() {
    // given
    var loner = roles.join(Role.DEVELOPER);
    String alone = server.organization(loner, "alone");

    // when
    deleted(loner);

    // then
    Eventually.asserted(
        () -> assertThat(server.get(loner, organization()).status()).isEqualTo(404));
    assertThat(server.get(loner, "/organizations/" + alone).text("/role")).isEqualTo("owner");
  }

  @Test
  void bannedAccountStaysAMember() {
    // given
    var user = roles.user(Role.DEVELOPER);
    var gone = roles.user(Role.MEMBER);

    // when
    tell(user, new IdentityEvent.UserDisabled(Instant.now(), user.toString()));
    deleted(gone);

    // then
    Eventually.asserted(() -> assertThat(server.get(gone, organization()).status()).isEqualTo(404));
    assertThat(role(user)).isEqualTo("developer");
  }

  @Test
  void sameDeletionComesTwiceAndChangesNothingMore() {
    // given
    deleted(roles.owner());

    // when
    deleted(roles.owner());
    deleted(roles.user(Role.MEMBER));

    // then
    Eventually.asserted(() ->
        assertThat(server.get(roles.user(Role.MEMBER), organization()).status()).isEqualTo(404));
    assertThat(role(roles.user(Role.ADMINISTRATOR))).isEqualTo("owner");
    assertThat(role(roles.user(Role.DEVELOPER))).isEqualTo("developer");
  }
}
