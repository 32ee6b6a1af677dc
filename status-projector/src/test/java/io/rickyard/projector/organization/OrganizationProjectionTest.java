package io.rickyard.projector.organization;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Version;
import io.rickyard.contracts.organization.OrganizationEvent;
import io.rickyard.contracts.organization.Role;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.projector.organization.OrganizationView.Told;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class OrganizationProjectionTest {

  private static final Instant AT = Instant.parse("2026-11-21T08:00:00Z");
  private static final OrganizationId ID = new OrganizationId("orgorgorgorgorgorgor");
  private static final ProjectRef PROJECT = new ProjectRef("abcdefghijklmnopqrst");

  @Test
  void eventsFoldToMembersAndProjectNames() {
    // when
    @Nullable OrganizationView organization = null;
    for (OrganizationEvent event :
        List.of(
            new OrganizationEvent.OrganizationCreated(AT, "Shop"),
            new OrganizationEvent.MemberAdded(AT, "ada", Role.OWNER),
            new OrganizationEvent.MemberAdded(AT, "bob", Role.MEMBER),
            new OrganizationEvent.MemberRoleChanged(AT, "bob", Role.DEVELOPER),
            new OrganizationEvent.ProjectRegistered(
                AT, PROJECT, "demo", "local", StackProfile.DATABASE),
            new OrganizationEvent.ProjectRenamed(AT, PROJECT, "store"),
            new OrganizationEvent.ProjectDeregistered(AT, PROJECT),
            new OrganizationEvent.MemberRemoved(AT, "ada"))) {
      organization = OrganizationProjection.evolve(organization, event, ID);
    }

    // then
    assertThat(organization)
        .isEqualTo(
            new OrganizationView(
                ID,
                "Shop",
                Map.of("bob", Role.DEVELOPER),
                Map.of(PROJECT, new Told("store", AT)),
                new Version(8)));
  }
}
