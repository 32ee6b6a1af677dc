package io.rickyard.worker.membership;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Actor;
import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.organization.Permission;
import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.task.BuiltInType;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class MembershipsTest {

  private static final OrganizationId ORGANIZATION = new OrganizationId("organizationaaaaaaaa");
  private static final OrganizationId OTHER = new OrganizationId("organizationbbbbbbbb");
  private static final ProjectRef PROJECT = new ProjectRef("projectaaaaaaaaaaaaa");
  private static final ProjectRef ANOTHER = new ProjectRef("projectbbbbbbbbbbbbb");
  private static final String TEAM = "a-team";
  private static final Instant AT = Instant.parse("2026-11-20T12:00:00Z");
  private static final String USER = "a-person";

  private final Memberships memberships = new Memberships();

  private void hear(OrganizationId organization, OrganizationEvent event) {
    memberships.apply(new OrganizationEvents(organization, List.of(event)));
  }

  private boolean lost(Actor actor) {
    return memberships.lost(ORGANIZATION, PROJECT, actor, BuiltInType.STACK_PAUSE);
  }

  private static Actor person() {
    return new Actor(Actor.Kind.PERSON, USER, null);
  }

  @Test
  void aMemberHasTheRoleThatWasHeardLastAndInNoOtherOrganization() {
    // given
    hear(ORGANIZATION, new OrganizationEvent.MemberAdded(AT, USER, Role.OWNER));

    // when
    hear(ORGANIZATION, new OrganizationEvent.MemberRoleChanged(AT, USER, Role.DEVELOPER));

    // then
    assertThat(memberships.role(ORGANIZATION, USER)).contains(Role.DEVELOPER);
    assertThat(memberships.role(OTHER, USER)).isEmpty();
    assertThat(memberships.role(ORGANIZATION, "another")).isEmpty();
  }

  @Test
  void whoWasRemovedHasLostTheRightUntilAddedAgain() {
    // given
    hear(ORGANIZATION, new OrganizationEvent.MemberAdded(AT, USER, Role.OWNER));

    // when
    hear(ORGANIZATION, new OrganizationEvent.MemberRemoved(AT, USER));

    // then
    assertThat(memberships.role(ORGANIZATION, USER)).isEmpty();
    assertThat(lost(person())).isTrue();
    hear(ORGANIZATION, new OrganizationEvent.MemberAdded(AT, USER, Role.DEVELOPER));
    assertThat(lost(person())).isFalse();
  }

  @Test
  void hearingTheSameTwiceChangesNothing() {
    // given
    var events =
        new OrganizationEvents(
            ORGANIZATION,
            List.of(
                new OrganizationEvent.OrganizationCreated(AT, "Shop"),
                new OrganizationEvent.MemberAdded(AT, USER, Role.OWNER)));
    memberships.apply(events);

    // when
    memberships.apply(events);

    // then
    assertThat(memberships.role(ORGANIZATION, USER)).contains(Role.OWNER);
  }

  @ParameterizedTest
  @EnumSource(Role.class)
  void changesNeedADeveloper(Role role) {
    // when
    hear(ORGANIZATION, new OrganizationEvent.MemberAdded(AT, USER, role));

    // then
    assertThat(lost(person())).isEqualTo(role == Role.MEMBER);
  }

  private void memberInATeamWith(Role role) {
    hear(ORGANIZATION, new OrganizationEvent.MemberAdded(AT, USER, Role.MEMBER));
    hear(ORGANIZATION, new OrganizationEvent.TeamCreated(AT, TEAM, "payments", "Payments"));
    hear(ORGANIZATION, new OrganizationEvent.TeamMemberAdded(AT, TEAM, USER));
    hear(ORGANIZATION, new OrganizationEvent.TeamProjectGiven(AT, TEAM, PROJECT, role));
  }

  @Test
  void teamLetsAMemberActOnItsProjectAlone() {
    // when
    memberInATeamWith(Role.DEVELOPER);

    // then
    assertThat(lost(person())).isFalse();
    assertThat(memberships.lost(ORGANIZATION, ANOTHER, person(), BuiltInType.STACK_PAUSE)).isTrue();
    assertThat(memberships.lost(ORGANIZATION, null, person(), BuiltInType.PLATFORM_PROBE)).isTrue();
    assertThat(memberships.may(ORGANIZATION, PROJECT, USER, Permission.SECRET_READ)).isTrue();
    assertThat(memberships.may(ORGANIZATION, ANOTHER, USER, Permission.SECRET_READ)).isFalse();
    assertThat(memberships.may(ORGANIZATION, PROJECT, "another", Permission.SECRET_READ)).isFalse();
    assertThat(memberships.may(ORGANIZATION, PROJECT, USER, Permission.PROJECT_CREATE)).isFalse();
    assertThat(memberships.may(ORGANIZATION, USER, Permission.SECRET_READ)).isFalse();
  }

  @Test
  void teamGivesNothingThatItHasNot() {
    // when
    memberInATeamWith(Role.MEMBER);

    // then
    assertThat(lost(person())).isTrue();
  }

  @Test
  void teamOfAnotherOrganizationGivesNothingHere() {
    // given
    hear(ORGANIZATION, new OrganizationEvent.MemberAdded(AT, USER, Role.MEMBER));
    hear(OTHER, new OrganizationEvent.TeamMemberAdded(AT, TEAM, USER));

    // when
    hear(OTHER, new OrganizationEvent.TeamProjectGiven(AT, TEAM, PROJECT, Role.DEVELOPER));

    // then
    assertThat(lost(person())).isTrue();
  }

  static List<OrganizationEvent> endings() {
    return List.of(
        new OrganizationEvent.TeamMemberRemoved(AT, TEAM, USER),
        new OrganizationEvent.TeamProjectTaken(AT, TEAM, PROJECT),
        new OrganizationEvent.TeamProjectGiven(AT, TEAM, PROJECT, Role.MEMBER),
        new OrganizationEvent.TeamDeleted(AT, TEAM),
        new OrganizationEvent.MemberRemoved(AT, USER));
  }

  @ParameterizedTest
  @MethodSource("endings")
  void rightOfATeamIsLostWithWhatGaveIt(OrganizationEvent ending) {
    // given
    memberInATeamWith(Role.DEVELOPER);

    // when
    hear(ORGANIZATION, ending);

    // then
    assertThat(lost(person())).isTrue();
    hear(ORGANIZATION, new OrganizationEvent.MemberAdded(AT, USER, Role.MEMBER));
    assertThat(lost(person())).isTrue();
  }

  @Test
  void taskThatTakesAProjectDownStartsAfterItsDeregistration() {
    // given
    memberInATeamWith(Role.DEVELOPER);

    // when
    hear(ORGANIZATION, new OrganizationEvent.ProjectDeregistered(AT, PROJECT));

    // then
    assertThat(lost(person())).isFalse();
  }

  @Test
  void whoWasNeverHeardOfHasLostNothing() {
    assertThat(lost(person())).isFalse();
  }

  @Test
  void aTokenOrAHookLosesTheRightWithItsPerson() {
    // given
    hear(ORGANIZATION, new OrganizationEvent.MemberAdded(AT, USER, Role.DEVELOPER));

    // when
    hear(ORGANIZATION, new OrganizationEvent.MemberRemoved(AT, USER));

    // then
    assertThat(lost(new Actor(Actor.Kind.TOKEN, "a-token", USER))).isTrue();
    assertThat(lost(new Actor(Actor.Kind.WEBHOOK, "a-hook", USER))).isTrue();
  }

  @Test
  void rickyardItselfLosesNoRight() {
    assertThat(lost(Actor.system("org-service"))).isFalse();
  }
}
