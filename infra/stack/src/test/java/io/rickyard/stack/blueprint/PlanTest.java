package io.rickyard.stack.blueprint;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.stack.StackProfile;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What must be true of every plan. */
class PlanTest {

  private static final String NOBODY_PUT_IN_ANYTHING = "{}";

  private static final Map<StackProfile, List<String>> SERVICES =
      Map.of(
          StackProfile.DATABASE, List.of("db"),
          StackProfile.CORE, List.of("auth", "gateway", "meta", "rest"),
          StackProfile.STANDARD,
              List.of("functions", "imgproxy", "pooler", "realtime", "storage", "studio"),
          StackProfile.FULL, List.of("analytics", "vector"));

  static Stream<Arguments> plans() {
    var inputs = Inputs.of(Inputs.PROJECT);
    return Blueprints.shipped().releases().stream()
        .flatMap(release ->
            Stream.of(StackProfile.values())
                .map(profile ->
                    Arguments.of(
                        release.name() + " " + profile.wireName(),
                        release.render(profile, inputs))));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void aProfileHasItsServicesAndThoseOfSmallerOnes(String name, StackPlan plan) {
    assertThat(plan.services())
        .extracting(ServicePlan::service)
        .containsExactlyInAnyOrderElementsOf(
            Stream.of(StackProfile.values())
                .filter(profile -> profile.compareTo(plan.profile()) <= 0)
                .flatMap(profile -> SERVICES.getOrDefault(profile, List.of()).stream())
                .toList());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void aServiceStandsBehindThoseItDependsOn(String name, StackPlan plan) {
    var before = new HashSet<String>();
    for (var service : plan.services()) {
      assertThat(before)
          .containsAll(service.dependsOn().stream().map(Dependency::service).toList());
      before.add(service.service());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void everyServiceCanBeAskedWhetherItWorks(String name, StackPlan plan) {
    assertThat(plan.services()).allSatisfy(service -> assertThat(service.health()).isNotNull());
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void nothingIsEmptyAndNoReferenceIsLeft(String name, StackPlan plan) {
    assertThat(plan.services())
        .allSatisfy(service -> {
          assertThat(service.environment().values())
              .extracting(PlannedValue::text)
              .noneMatch(String::isEmpty)
              .noneMatch(text -> text.contains("${"));
          assertThat(service.files())
              .extracting(PlannedFile::content)
              .noneMatch(String::isEmpty)
              .noneMatch(text -> text.contains("${"));
        });
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("plans")
  void onlyTheGatewayTheLogIntakeAndTheDatabaseAreReachedFromOutside(String name, StackPlan plan) {
    assertThat(
            plan.services().stream()
                .flatMap(service ->
                    service.ports().stream()
                        .filter(port -> port.reached() != Port.Reach.STACK)
                        .map(port -> service.service() + " " + port.name())))
        .isSubsetOf(
            "db postgres", "gateway http", "pooler session", "pooler transaction", "vector intake");
  }

  @Test
  void aVolumeMeansTheSameWhereverItIsNamed() {
    // given
    var kinds = new HashMap<String, Volume.Kind>();

    // then
    for (var service : fullPlan(Inputs.of(Inputs.PROJECT)).services()) {
      for (var volume : service.volumes()) {
        assertThat(kinds.merge(volume.name(), volume.kind(), (known, _) -> known))
            .as(volume.name())
            .isEqualTo(volume.kind());
      }
    }
    assertThat(kinds)
        .containsOnlyKeys(
            "db-data", "db-config", "storage-data", "functions", "deno-cache", "snippets");
  }

  @Test
  void twoProjectsShareNothingSecret() {
    // given
    var one = Inputs.of(Inputs.PROJECT);
    var other = Inputs.of(Inputs.OTHER_PROJECT);

    // then
    assertThat(one.secrets().values()).doesNotContainAnyElementsOf(other.secrets().values());
    assertThat(secretTexts(fullPlan(one)))
        .isNotEmpty()
        .doesNotContainAnyElementsOf(secretTexts(fullPlan(other)));
  }

  @Test
  void oneProjectsSecretsDiffer() {
    assertThat(Inputs.of(Inputs.PROJECT).secrets().values()).doesNotHaveDuplicates();
  }

  @Test
  void theSameInputsGiveTheSamePlan() {
    // given
    var inputs = Inputs.of(Inputs.PROJECT);

    // then
    assertThat(fullPlan(inputs)).isEqualTo(fullPlan(inputs));
  }

  private static StackPlan fullPlan(StackInputs inputs) {
    return Blueprints.shipped().newest().render(StackProfile.FULL, inputs);
  }

  private static List<String> secretTexts(StackPlan plan) {
    return plan.services().stream()
        .flatMap(service ->
            Stream.concat(
                service.environment().values().stream()
                    .filter(PlannedValue::secret)
                    .map(PlannedValue::text),
                service.files().stream().filter(PlannedFile::secret).map(PlannedFile::content)))
        .filter(text -> !text.equals(NOBODY_PUT_IN_ANYTHING))
        .toList();
  }
}
