package io.rickyard.stack.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.stack.StackProfile;
import org.junit.jupiter.api.Test;

class BlueprintsTest {

  private final Blueprints blueprints = Blueprints.shipped();

  @Test
  void whatAServiceDependsOnStandsBeforeIt() {
    // given
    var inputs = Inputs.of(Inputs.PROJECT);

    // when
    var plan = blueprints.newest().render(StackProfile.FULL, inputs);

    // then
    var names = plan.services().stream().map(ServicePlan::service).toList();
    assertThat(plan.services())
        .allSatisfy(service ->
            assertThat(names.subList(0, names.indexOf(service.service())))
                .containsAll(service.dependsOn().stream().map(Dependency::service).toList()));
  }

  @Test
  void secretsAreFilledInAndCalledSecrets() {
    // given
    var inputs = Inputs.of(Inputs.PROJECT);

    // when
    var plan = blueprints.newest().render(StackProfile.CORE, inputs);

    // then
    var key = plan.service("meta").orElseThrow().environment().get("CRYPTO_KEY");
    assertThat(key)
        .extracting(PlannedValue::text)
        .isEqualTo(inputs.secrets().get("pg_meta_crypto_key"));
    assertThat(key).hasToString("(secret)");
  }

  @Test
  void aProfileHasItsServicesAndNoOthers() {
    // when
    var plan = blueprints.newest().render(StackProfile.DATABASE, Inputs.of(Inputs.PROJECT));

    // then
    assertThat(plan.services()).extracting(ServicePlan::service).containsExactly("db");
  }
}
