package io.rickyard.org.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.org.project.Region;
import io.rickyard.org.refusal.Refusal;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ProvisionRulesTest {

  @Test
  void profileThatTheRuntimeLacksIsNotAvailable() {
    // when
    var refusal = rules(true, false).refuse(StackProfile.FULL, 0, false);

    // then
    assertThat(refusal).contains(Refusal.PROFILE_NOT_AVAILABLE);
  }

  @Test
  void secondOrganizationNeedsIsolation() {
    // when
    var refusal = rules(false, false).refuse(StackProfile.DATABASE, 0, true);

    // then
    assertThat(refusal).contains(Refusal.RUNTIME_NOT_ISOLATED);
  }

  @Test
  void sharedTrustLetsASecondOrganizationIn() {
    // when
    var refusal = rules(false, true).refuse(StackProfile.DATABASE, 0, true);

    // then
    assertThat(refusal).isEmpty();
  }

  @Test
  void organizationGetsNoMoreProjectsThanItMayHave() {
    // when
    var refusal = rules(true, false).refuse(StackProfile.DATABASE, 2, true);

    // then
    assertThat(refusal).contains(Refusal.PROJECT_LIMIT_REACHED);
  }

  private static ProvisionRules rules(boolean isolates, boolean sharedTrust) {
    return new ProvisionRules(
        new RuntimePromise(Set.of(StackProfile.DATABASE), isolates, sharedTrust),
        new Region("eu-central-1"),
        2);
  }
}
