package io.rickyard.worker.runtime.docker;

import static io.rickyard.worker.stack.TestStacks.ORGANIZATION;
import static io.rickyard.worker.stack.TestStacks.OTHER;
import static io.rickyard.worker.stack.TestStacks.SILENT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.contracts.stack.GatewayEndpoint;
import io.rickyard.contracts.stack.ServiceHealth;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.testing.Eventually;
import io.rickyard.worker.stack.Drift;
import io.rickyard.worker.stack.LogFeed;
import io.rickyard.worker.stack.LogRange;
import io.rickyard.worker.stack.MemoryStackLedger;
import io.rickyard.worker.stack.MemoryStackVault;
import io.rickyard.worker.stack.Observer;
import io.rickyard.worker.stack.ObserverSettings;
import io.rickyard.worker.stack.Repairs;
import io.rickyard.worker.stack.ServiceUsage;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackSecrets;
import io.rickyard.worker.stack.StackSize;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.StackState;
import io.rickyard.worker.stack.TestStacks;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A stack that compose made is watched, stopped and started as it is, and left as it was. */
class AdoptedStackIT {

  private static @Nullable EngineHost host;
  private static @Nullable ComposedStack composed;

  private final ProjectRef project = TestStacks.project();
  private @Nullable AdoptedStackRuntime runtime;

  @BeforeAll
  static void somebodyMakesAStack() throws Exception {
    host = EngineHost.open();
    composed = ComposedStack.start(host);
  }

  @AfterAll
  static void closeHost() throws Exception {
    if (composed != null) {
      composed.close();
    }
    if (host != null) {
      host.close();
    }
  }

  @BeforeEach
  void openRuntime() {
    runtime = runtime(stack().name());
  }

  @AfterEach
  void letGo() throws Exception {
    runtime().release(project);
    runtime().close();
  }

  private static EngineHost host() {
    return requireNonNull(host);
  }

  private static ComposedStack stack() {
    return requireNonNull(composed);
  }

  private AdoptedStackRuntime runtime() {
    return requireNonNull(runtime);
  }

  private static AdoptedStackRuntime runtime(String adoptable) {
    return host()
        .runtime(EngineHost.freePorts())
        .adopted(new AdoptedStacks(host().database()), Adoptable.parse(adoptable));
  }

  private StackSpec adopted(long token) throws Exception {
    var secrets = new StackSecrets(runtime().adopt(project, ORGANIZATION, stack().name()));
    return new StackSpec(
        project, ORGANIZATION, new Generation(token), token, StackProfile.FULL, secrets);
  }

  @Test
  void itIsSeenAsItIsAndNothingOfItChanges() throws Exception {
    // given
    var before = stack().states();

    // when
    var spec = adopted(1);
    var seen = runtime().observe(spec);

    // then
    assertThat(seen.healthy()).as(seen.toString()).isTrue();
    assertThat(seen.drifts()).isEmpty();
    assertThat(seen.services())
        .extracting(ServiceHealth::service)
        .containsExactlyInAnyOrder("db", "db_postgres_user", "rest", "kong");
    assertThat(requireNonNull(seen.database()).version()).startsWith("17");
    assertThat(spec.secrets().dbPassword()).isEqualTo(ComposedStack.PASSWORD);
    assertThat(spec.secrets().find(StackSecrets.ANON_KEY)).contains(ComposedStack.ANON_KEY);
    assertThat(spec.secrets().find(StackSecrets.SECRET_KEY)).isEmpty();
    assertThat(stack().states()).isEqualTo(before);
  }

  @Test
  void itsGatewayIsFoundForTheEdge() throws Exception {
    // given
    var spec = adopted(1);
    var gateways =
        new DockerGateways(
            EngineHost.settings(EngineHost.freePorts()).allocations(host().database()),
            new AdoptedStacks(host().database()),
            "127.0.0.1");

    // when
    runtime().observe(spec);

    // then
    GatewayEndpoint gateway = gateways.of(project).orElseThrow();
    try (var http = HttpClient.newHttpClient()) {
      var answer =
          http.send(
              HttpRequest.newBuilder(
                      URI.create("http://%s:%d/rest".formatted(gateway.host(), gateway.port())))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.body()).isEqualTo("old /rest");
    }
    assertThat(gateways.of(TestStacks.project())).isEmpty();
  }

  @Test
  void pausedAndResumedItHasTheSameContainersAndItsData() throws Exception {
    // given
    var before = stack().states();
    var spec = adopted(1);

    // when
    runtime().stop(spec, SILENT);

    // then
    assertThat(stack().states().keySet()).isEqualTo(before.keySet());
    assertThat(stack().states().values()).containsOnly("exited");
    assertThat(runtime().observe(spec).running()).isFalse();

    // when
    runtime().start(spec, SILENT);

    // then
    assertThat(stack().states()).isEqualTo(before);
    assertThat(runtime().observe(spec).healthy()).isTrue();
    assertThat(kept()).isEqualTo("42");
  }

  private static String kept() throws InterruptedException {
    return stack()
        .in(
            "db",
            "PGPASSWORD='%s' psql -h 127.0.0.1 -U postgres -d postgres -tAc 'select n from kept'"
                .formatted(ComposedStack.PASSWORD));
  }

  @Test
  void oneServiceIsRestartedInItsOwnContainer() throws Exception {
    // given
    var spec = adopted(1);
    var rest = stack().container("rest").getId();
    var started = startedAt(rest);
    var others = startedAt(stack().container("kong").getId());

    // when
    runtime().restart(spec, "rest", SILENT);

    // then
    assertThat(stack().container("rest").getId()).isEqualTo(rest);
    assertThat(startedAt(rest)).isNotEqualTo(started);
    assertThat(startedAt(stack().container("kong").getId())).isEqualTo(others);
    assertThatThrownBy(() -> runtime().restart(spec, "migrate", SILENT))
        .isInstanceOfSatisfying(
            StackFailure.class, e -> assertThat(e.code()).isEqualTo("service_unknown"));
  }

  private static String startedAt(String id) {
    return requireNonNull(host().client().inspectContainerCmd(id).exec().getState().getStartedAt());
  }

  @Test
  void deletingTheProjectLeavesTheStackAsItIs() throws Exception {
    // given
    var before = stack().states();
    var spec = adopted(1);

    // when
    runtime().remove(spec, SILENT);
    runtime().remove(spec, SILENT);

    // then
    assertThat(stack().states()).isEqualTo(before);
    assertThat(stack().hasVolume()).isTrue();
    assertThat(runtime().observe(spec).running()).isFalse();
    assertThatThrownBy(() -> runtime().stop(spec, SILENT))
        .isInstanceOfSatisfying(
            StackFailure.class, e -> assertThat(e.code()).isEqualTo("not_adopted"));
    assertThat(stack().states()).isEqualTo(before);
  }

  @Test
  void whatIsNotAllowedNotThereOrAnothersIsNotAdopted() throws Exception {
    // given
    adopted(1);

    // then
    assertRefused("adopted_already", runtime(), TestStacks.project(), stack().name());
    assertRefused("nothing_to_adopt", runtime("*"), TestStacks.project(), "nobody-has-this");
    assertRefused("adoption_not_allowed", runtime(""), project, stack().name());
    var only = runtime(stack().name() + "@" + OTHER);
    assertRefused("adoption_not_allowed", only, TestStacks.project(), stack().name());
  }

  private static void assertRefused(
      String code, AdoptedStackRuntime by, ProjectRef project, String name) {
    assertThatThrownBy(() -> by.adopt(project, ORGANIZATION, name))
        .isInstanceOfSatisfying(
            StackFailure.class,
            e -> {
              assertThat(e.code()).isEqualTo(code);
              assertThat(e.retryable()).isFalse();
            });
  }

  @Test
  void itIsNotResized() throws Exception {
    var spec = adopted(1);
    assertThatThrownBy(() -> runtime().resize(spec, SILENT))
        .isInstanceOfSatisfying(
            StackFailure.class, e -> assertThat(e.code()).isEqualTo("project_adopted"));
  }

  @Test
  void aLostClaimStopsNothing() throws Exception {
    // given
    var before = stack().states();
    var old = adopted(1);
    runtime().prepare(adopted(2), SILENT);

    // then
    assertThatThrownBy(() -> runtime().stop(old, SILENT))
        .isInstanceOfSatisfying(
            StackFailure.class, e -> assertThat(e.code()).isEqualTo("fenced_off"));
    assertThat(stack().states()).isEqualTo(before);
  }

  @Test
  void itsLogsAndUseAreItsServices() throws Exception {
    // given
    var spec = adopted(1);

    // then
    var written = new ArrayList<String>();
    for (LogFeed feed : runtime().logs(spec, new LogRange(Set.of("rest"), Instant.EPOCH, 10))) {
      try (feed) {
        for (var line = feed.next(); line != null; line = feed.next()) {
          written.add(line.text());
        }
      }
    }
    assertThat(written).anyMatch(line -> line.startsWith("rest knows postgres://"));
    assertThat(runtime().usage(spec))
        .extracting(ServiceUsage::service)
        .containsExactlyInAnyOrder("db", "rest", "kong");
    assertThat(
            runtime().usage(spec).stream()
                .filter(use -> use.service().equals("db"))
                .map(ServiceUsage::diskBytes))
        .doesNotContainNull();
  }

  @Test
  void aKilledContainerIsStartedAgainAsItIs() throws Exception {
    // given
    var spec = adopted(1);
    var before = stack().states();
    var ledger = new MemoryStackLedger();
    ledger.put(record(spec));
    var vault = new MemoryStackVault();
    vault.adopt(project, ORGANIZATION, spec.secrets().byName(), Optional.empty());
    try (var _ =
        new Observer(
            runtime(),
            vault,
            ledger,
            Clock.systemUTC(),
            _ -> DriftPolicy.REPAIR,
            new ObserverSettings(
                Duration.ofMinutes(5), false, 2, new Repairs.Limit(3, Duration.ofMinutes(10))))) {
      Eventually.until(() -> ledger.find(project).orElseThrow().database() != null);

      // when
      host().client().killContainerCmd(stack().container("rest").getId()).exec();

      // then
      Eventually.within(Duration.ofSeconds(30)).until(() -> stack().states().equals(before));
      Eventually.within(Duration.ofSeconds(30))
          .until(() -> ledger.find(project).orElseThrow().state() instanceof StackState.Active);
      assertThat(ledger.repairs(project).at()).hasSize(1);
    }
  }

  private static StackRecord record(StackSpec spec) {
    return new StackRecord(
        spec.project(),
        spec.organization(),
        StackSize.of(StackProfile.FULL),
        "compose",
        spec.generation(),
        spec.keptFrom(),
        spec.token(),
        new StackState.Active(),
        true,
        null,
        Clock.systemUTC().instant());
  }

  @Test
  void aContainerThatItsOwnerRemovedIsToldAndNotMade() throws Exception {
    // given
    try (var doomed = ComposedStack.start(host())) {
      var own = runtime(doomed.name());
      var other = TestStacks.project();
      var secrets = new StackSecrets(own.adopt(other, ORGANIZATION, doomed.name()));
      var spec =
          new StackSpec(other, ORGANIZATION, new Generation(1), 1, StackProfile.FULL, secrets);
      host().client().removeContainerCmd(doomed.container("rest").getId()).withForce(true).exec();

      // when
      var seen = own.observe(spec);

      // then
      assertThat(seen.drifts()).extracting(Drift::service).isEmpty();
      assertThat(seen.complaint())
          .contains("rest: it has no container; only compose makes it again");
      assertThatThrownBy(() -> own.start(spec, SILENT))
          .isInstanceOfSatisfying(
              StackFailure.class, e -> assertThat(e.code()).isEqualTo("adopted_container_gone"));
      assertThat(doomed.states()).hasSize(3);
      assertThat(Map.copyOf(doomed.states()).values())
          .containsExactlyInAnyOrder("running", "running", "exited");
      own.release(other);
      own.close();
    }
  }
}
