package io.rickyard.worker.runtime.docker;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.stack.blueprint.Blueprints;
import io.rickyard.stack.blueprint.ImageSource;
import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.stack.blueprint.StackPlan;
import io.rickyard.stack.blueprint.Volume;
import io.rickyard.worker.stack.Drift;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.TestStacks;
import java.net.URI;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What is drift, and what has to go for it. */
class ContainerDriftTest {

  private static final int PROCESSORS = 64;
  private static final String NETWORK = "the-project's-network";

  private static final StackSpec STACK =
      new StackSpec(
          TestStacks.project(),
          TestStacks.ORGANIZATION,
          Generation.FIRST,
          1,
          StackProfile.CORE,
          TestStacks.secrets());
  private static final StackPlan PLAN =
      new ReleasePlans(
              Blueprints.shipped().newest(),
              ImageSource.ENGINE_DEFAULT,
              URI.create("https://example.org"))
          .of(STACK);
  private static final StackLayout LAYOUT =
      new StackLayout(
          STACK,
          PLAN,
          NETWORK,
          PLAN.services().stream()
              .flatMap(service -> service.volumes().stream())
              .map(Volume::name)
              .distinct()
              .collect(Collectors.toMap(name -> name, name -> "volume-" + name)));
  private static final ServicePlan META = PLAN.service("meta").orElseThrow();

  private static SeenContainer container(ServicePlan service) {
    var environment = new HashMap<>(Map.of("PATH", "/usr/bin"));
    service.environment().forEach((name, value) -> environment.put(name, value.text()));
    return new SeenContainer(
        service.service(),
        service.service(),
        1,
        LAYOUT.stamp(service),
        true,
        false,
        false,
        0,
        "",
        Optional.of("healthy"),
        Map.of(),
        new ContainerMake(
            service.image(),
            environment,
            Set.of(NETWORK),
            ContainerMake.memory(service.limits()),
            ContainerMake.nanoCpus(service.limits(), PROCESSORS),
            service.limits().processes()));
  }

  private static SeenContainer with(SeenContainer seen, ContainerMake made) {
    return new SeenContainer(
        seen.id(),
        seen.service(),
        seen.generation(),
        seen.plan(),
        seen.running(),
        seen.frozen(),
        seen.fresh(),
        seen.exitCode(),
        seen.error(),
        seen.health(),
        seen.ports(),
        made);
  }

  private static SeenContainer state(
      SeenContainer seen, String plan, boolean running, boolean frozen, String health) {
    return new SeenContainer(
        seen.id(),
        seen.service(),
        seen.generation(),
        plan,
        running,
        frozen,
        false,
        137,
        "",
        Optional.of(health),
        seen.ports(),
        seen.made());
  }

  private static SeenContainer ended(SeenContainer seen) {
    return state(seen, seen.plan(), false, false, "unhealthy");
  }

  private static SeenContainer made(UnaryOperator<ContainerMake> change) {
    var seen = container(META);
    return with(seen, change.apply(seen.made()));
  }

  private static Optional<Drift.Kind> kind(SeenContainer seen) {
    return ContainerDrift.of(LAYOUT, META, Optional.of(seen), PROCESSORS).map(Drift::kind);
  }

  static Stream<Arguments> differences() {
    return Stream.of(
        Arguments.of(
            made(make ->
                new ContainerMake(
                    "evil:latest",
                    make.environment(),
                    make.networks(),
                    make.memory(),
                    make.nanoCpus(),
                    make.processes())),
            Drift.Kind.IMAGE),
        Arguments.of(
            made(make -> {
              var other = new HashMap<>(make.environment());
              other.put(META.environment().firstKey(), "something else");
              return new ContainerMake(
                  make.image(),
                  other,
                  make.networks(),
                  make.memory(),
                  make.nanoCpus(),
                  make.processes());
            }),
            Drift.Kind.ENVIRONMENT),
        Arguments.of(
            made(make ->
                new ContainerMake(
                    make.image(),
                    Map.of(),
                    make.networks(),
                    make.memory(),
                    make.nanoCpus(),
                    make.processes())),
            Drift.Kind.ENVIRONMENT),
        Arguments.of(networks(Set.of()), Drift.Kind.NETWORK),
        Arguments.of(networks(Set.of("another")), Drift.Kind.NETWORK),
        Arguments.of(networks(Set.of(NETWORK, "another")), Drift.Kind.NETWORK),
        Arguments.of(limits(1, 0, 0), Drift.Kind.LIMITS),
        Arguments.of(limits(0, 1, 0), Drift.Kind.LIMITS),
        Arguments.of(limits(0, 0, 1), Drift.Kind.LIMITS),
        Arguments.of(ended(container(META)), Drift.Kind.STOPPED),
        Arguments.of(
            state(container(META), container(META).plan(), false, true, "healthy"),
            Drift.Kind.STOPPED));
  }

  private static SeenContainer networks(Set<String> networks) {
    return made(make ->
        new ContainerMake(
            make.image(),
            make.environment(),
            networks,
            make.memory(),
            make.nanoCpus(),
            make.processes()));
  }

  private static SeenContainer limits(long memory, long cpus, long processes) {
    return made(make ->
        new ContainerMake(
            make.image(),
            make.environment(),
            make.networks(),
            make.memory() + memory,
            make.nanoCpus() + cpus,
            make.processes() + processes));
  }

  @ParameterizedTest
  @MethodSource("differences")
  void whatDiffersIsDrift(SeenContainer seen, Drift.Kind kind) {
    assertThat(kind(seen)).contains(kind);
  }

  @Test
  void whatIsAsPlannedIsNone() {
    for (var service : PLAN.services()) {
      assertThat(ContainerDrift.of(LAYOUT, service, Optional.of(container(service)), PROCESSORS))
          .as(service.service())
          .isEmpty();
    }
  }

  @Test
  void whatIsNotThereWasRemoved() {
    assertThat(ContainerDrift.of(LAYOUT, META, Optional.empty(), PROCESSORS).map(Drift::kind))
        .contains(Drift.Kind.REMOVED);
  }

  @Test
  void whatWasMadeFromAnEarlierPlanOnlyHasToRun() {
    var earlier = state(networks(Set.of()), "an earlier stamp", true, false, "healthy");

    assertThat(kind(earlier)).isEmpty();
    assertThat(kind(ended(earlier))).contains(Drift.Kind.STOPPED);
  }

  @Test
  void nothingSecretIsSaid() {
    var secrets = STACK.secrets().byName().values();

    assertThat(differences())
        .extracting(row -> (SeenContainer) row.get()[0])
        .extracting(
            seen -> ContainerDrift.of(LAYOUT, META, Optional.of(seen), PROCESSORS).orElseThrow())
        .noneMatch(drift -> secrets.stream().anyMatch(drift.seen()::contains));
    assertThat(container(META).toString()).doesNotContain(STACK.secrets().superuserPassword());
  }

  private static ServiceMend mend(Set<String> wanted, SeenContainer... changed) {
    var seen = new HashMap<String, SeenContainer>();
    PLAN.services().forEach(service -> seen.put(service.service(), container(service)));
    List.of(changed).forEach(container -> seen.put(container.service(), container));
    return ServiceMend.of(
        LAYOUT,
        seen,
        service ->
            ContainerDrift.of(
                LAYOUT,
                PLAN.service(service).orElseThrow(),
                Optional.ofNullable(seen.get(service)),
                PROCESSORS),
        wanted);
  }

  @Test
  void whatOnlyEndedIsStartedAgain() {
    assertThat(mend(Set.of("meta"), ended(container(META))))
        .isEqualTo(new ServiceMend(Set.of("meta"), List.of()));
  }

  @Test
  void whatDiffersIsReplaced() {
    var changed = networks(Set.of());

    assertThat(mend(Set.of("meta"), changed))
        .isEqualTo(new ServiceMend(Set.of("meta"), List.of(changed)));
  }

  @Test
  void whatEndedAndIsOfAnEarlierPlanIsReplaced() {
    var changed = state(container(META), "an earlier stamp", false, false, "healthy");

    assertThat(mend(Set.of("meta"), changed).replaced()).containsExactly(changed);
  }

  @Test
  void ofThoseThatDependOnItOnlyWhatDoesNotWorkIsConcerned() {
    var db = ended(container(PLAN.service("db").orElseThrow()));
    var rest = ended(container(PLAN.service("rest").orElseThrow()));
    var sick = container(META);
    var meta = state(sick, sick.plan(), true, false, "unhealthy");

    var mend = mend(Set.of("db"), db, rest, meta);

    assertThat(mend.services()).containsExactlyInAnyOrder("db", "rest", "meta");
    assertThat(mend.replaced()).containsExactly(meta);
  }

  @Test
  void whatMendedItselfMeanwhileIsLeftAlone() {
    assertThat(mend(Set.of("meta", "db"))).isEqualTo(new ServiceMend(Set.of(), List.of()));
  }
}
