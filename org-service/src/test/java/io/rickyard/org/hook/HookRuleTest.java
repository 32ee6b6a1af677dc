package io.rickyard.org.hook;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.contracts.task.TaskInput;
import io.rickyard.org.acceptance.Work;
import io.rickyard.org.organization.DisplayName;
import io.rickyard.org.project.ProjectChange;
import io.rickyard.org.project.Region;
import java.util.Map;
import org.junit.jupiter.api.Test;

class HookRuleTest {

  private static final OrganizationId ACME = new OrganizationId("acmeacmeacmeacmeacme");
  private static final ProjectRef SHOP = new ProjectRef("shopshopshopshopshop");

  @Test
  void projectsNameIsFilledFromTheDelivery() {
    // given
    var rule = provision("review of {ref} in {repository}");

    // when
    var work = rule.work(ACME, new DeliveryFacts("push", "acme/shop", "refs/heads/x", "abc"));

    // then
    assertThat(work)
        .isEqualTo(
            new Work.Provision(
                ACME,
                new DisplayName("review of refs/heads/x in acme/shop"),
                new Region("eu-central-1"),
                StackProfile.DATABASE));
  }

  @Test
  void whatADeliveryFillsInIsNoTemplateItself() {
    // given
    var rule =
        new HookRule(
            new TaskInput.StackPause(), SHOP, Map.of("ref", "{ref}"), AllowList.EVERYTHING);

    // when
    var labels = rule.labels(new DeliveryFacts(null, null, "{sha}$1\\0\u0000\n'; --", "secret"));

    // then
    assertThat(labels).containsExactly(Map.entry("ref", "{sha}$1\\0'; --"));
  }

  @Test
  void overlongValuesAreCut() {
    // given
    var rule =
        new HookRule(
            new TaskInput.StackPause(),
            SHOP,
            Map.of("ref", "{ref}{ref}{ref}"),
            AllowList.EVERYTHING);

    // when
    var labels = rule.labels(new DeliveryFacts(null, null, "x".repeat(500), null));

    // then
    assertThat(labels.get("ref")).hasSize(256);
  }

  @Test
  void unknownPlaceholderIsRefusedWhenTheRuleIsMade() {
    assertThatThrownBy(() -> provision("{password}"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("{password}");
  }

  @Test
  void ruleThatChangesAProjectNamesIt() {
    assertThatThrownBy(
            () -> new HookRule(new TaskInput.StackPause(), null, Map.of(), AllowList.EVERYTHING))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ruleForANewProjectNamesNone() {
    assertThatThrownBy(() ->
            new HookRule(
                new TaskInput.StackProvision("a", "eu-central-1", StackProfile.DATABASE),
                SHOP,
                Map.of(),
                AllowList.EVERYTHING))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ruleForAProjectBecomesItsChange() {
    // given
    var rule = new HookRule(new TaskInput.StackRestart(), SHOP, Map.of(), AllowList.EVERYTHING);

    // when
    var work = rule.work(ACME, DeliveryFacts.NONE);

    // then
    assertThat(work)
        .isEqualTo(new Work.Change(SHOP, ProjectChange.RESTART, new TaskInput.StackRestart()));
  }

  private static HookRule provision(String name) {
    return new HookRule(
        new TaskInput.StackProvision(name, "eu-central-1", StackProfile.DATABASE),
        null,
        Map.of(),
        AllowList.EVERYTHING);
  }
}
