package io.rickyard.org;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.testing.Eventually;
import io.rickyard.testing.Infrastructure;
import io.rickyard.testing.TestBroker;
import io.rickyard.testing.TestDatabase;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@ExtendWith(Infrastructure.class)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class MembersIT {

  private OrgServer server;
  private Roles roles;

  @BeforeAll
  void start(TestDatabase database, TestBroker broker, @TempDir Path directory) {
    server = new OrgServer(database, broker, directory, Map.of());
  }

  @BeforeEach
  void found() {
    roles = new Roles(server);
  }

  @AfterAll
  void stop() {
    server.close();
  }

  private OrgServer.Answer give(UUID user, UUID member, Role role) {
    return server.patch(user, roles.member(member), Map.of("role", role.wireName()));
  }

  private String organization() {
    return "/organizations/" + roles.organization();
  }

  @Test
  void newRoleCountsWithTheNextRequest() {
    // given
    var user = roles.user(Role.MEMBER);

    // when
    var changed = give(roles.owner(), user, Role.ADMINISTRATOR);

    // then
    assertThat(changed.text("/role")).isEqualTo("administrator");
    assertThat(server.get(user, roles.invitations()).status()).isEqualTo(200);
    give(roles.owner(), user, Role.MEMBER);
    assertThat(server.get(user, roles.invitations()).status()).isEqualTo(403);
  }

  @Test
  void removedMemberFindsNothing() {
    // given
    var user = roles.user(Role.DEVELOPER);

    // when
    var removed = server.delete(roles.user(Role.ADMINISTRATOR), roles.member(user));

    // then
    assertThat(removed.status()).isEqualTo(204);
    assertThat(server.get(user, organization()).status()).isEqualTo(404);
    assertThat(server.delete(roles.owner(), roles.member(user)).status()).isEqualTo(404);
  }

  @ParameterizedTest
  @EnumSource(
      value = Role.class,
      names = {"ADMINISTRATOR", "DEVELOPER", "MEMBER"})
  void everybodyMayLeave(Role role) {
    // when
    var left = server.delete(roles.user(role), roles.member(roles.user(role)));

    // then
    assertThat(left.status()).isEqualTo(204);
    assertThat(server.get(roles.user(role), organization()).status()).isEqualTo(404);
  }

  @Test
  void lastOwnerStaysAnOwner() {
    // when
    var left = server.delete(roles.owner(), roles.member(roles.owner()));
    var demoted = give(roles.owner(), roles.owner(), Role.DEVELOPER);

    // then
    assertThat(left.text("/code")).isEqualTo("conflict");
    assertThat(demoted.text("/code")).isEqualTo("conflict");
    assertThat(server.get(roles.owner(), organization()).text("/role")).isEqualTo("owner");
  }

  @Test
  void ownershipIsHandedOnByMakingAnotherOwnerFirst() {
    // given
    give(roles.owner(), roles.user(Role.DEVELOPER), Role.OWNER);

    // when
    var left = server.delete(roles.owner(), roles.member(roles.owner()));

    // then
    assertThat(left.status()).isEqualTo(204);
    assertThat(server.get(roles.user(Role.DEVELOPER), organization()).text("/role"))
        .isEqualTo("owner");
  }

  @Test
  void ofTwoOwnersWhoLeaveAtOnceOneStays() throws Exception {
    // given
    var other = roles.user(Role.DEVELOPER);
    give(roles.owner(), other, Role.OWNER);
    Callable<OrgServer.Answer> one =
        () -> server.delete(roles.owner(), roles.member(roles.owner()));
    Callable<OrgServer.Answer> two = () -> server.delete(other, roles.member(other));

    // when
    List<Future<OrgServer.Answer>> answers;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      answers = threads.invokeAll(List.of(one, two));
    }

    // then
    assertThat(answers)
        .extracting(answer -> answer.resultNow().status())
        .containsExactlyInAnyOrder(204, 409);
  }

  @Test
  void administratorNeitherMakesNorUnmakesOwners() {
    // given
    var administrator = roles.user(Role.ADMINISTRATOR);

    // then
    assertThat(give(administrator, administrator, Role.OWNER).status()).isEqualTo(403);
    assertThat(give(administrator, roles.owner(), Role.MEMBER).status()).isEqualTo(403);
    assertThat(server.delete(administrator, roles.member(roles.owner())).status()).isEqualTo(403);
    assertThat(server.post(administrator, roles.invitations(), Map.of("role", "owner")).status())
        .isEqualTo(403);
  }

  @Test
  void roleThatIsNoneAndFieldsThatAreNoneChangeNothing() {
    // given
    var user = roles.user(Role.DEVELOPER);

    // then
    assertThat(server.patch(user, roles.member(user), Map.of("role", "root")).status())
        .isEqualTo(400);
    assertThat(
            server
                .patch(user, roles.member(user), Map.of("role", "owner", "user_id", "x"))
                .status())
        .isIn(400, 403);
    assertThat(server.get(user, organization()).text("/role")).isEqualTo("developer");
  }

  @Test
  void othersHearOfEveryChange(TestBroker broker) {
    // given
    var user = roles.user(Role.DEVELOPER);

    // when
    give(roles.owner(), user, Role.MEMBER);
    server.delete(roles.owner(), roles.member(user));

    // then
    try (var events = new TopicReader(broker, Topic.ORGANIZATION_EVENTS);
        var audit = new TopicReader(broker, Topic.AUDIT)) {
      Eventually.asserted(() ->
          assertThat(events.eventsOf(user.toString()))
              .containsExactly("MemberAdded", "MemberRoleChanged", "MemberRemoved"));
      Eventually.asserted(() ->
          assertThat(audit.envelopes())
              .filteredOn(envelope -> envelope.entity().equals(user.toString()))
              .extracting(envelope -> envelope.body().toString())
              .satisfiesExactly(
                  changed ->
                      assertThat(changed)
                          .contains("member.change_role", "from developer to member"),
                  removed -> assertThat(removed).contains("member.remove", "was member")));
    }
  }
}
