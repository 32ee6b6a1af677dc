package io.rickyard.worker.runtime.docker;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static io.rickyard.worker.stack.TestStacks.build;
import static io.rickyard.worker.stack.TestStacks.later;
import static io.rickyard.worker.stack.TestStacks.newest;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.rickyard.contracts.Generation;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.stack.blueprint.Blueprints;
import io.rickyard.testing.Eventually;
import io.rickyard.worker.content.MemoryContentStore;
import io.rickyard.worker.stack.MemoryStackLedger;
import io.rickyard.worker.stack.MemoryStackVault;
import io.rickyard.worker.stack.Observer;
import io.rickyard.worker.stack.ObserverSettings;
import io.rickyard.worker.stack.Repairs;
import io.rickyard.worker.stack.RuntimeUnavailable;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.StackState;
import io.rickyard.worker.stack.TestStacks;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens when the engine, or something on it, goes away. */
class EngineTroubleIT {

  private static final Duration RARELY = Duration.ofMinutes(5);
  private static final Duration SOON = Duration.ofSeconds(2);

  private static @Nullable EngineHost host;

  private final MemoryStackLedger ledger = new MemoryStackLedger();
  private final MemoryStackVault vault = new MemoryStackVault();
  private final StackSpec stack = spec();
  private @Nullable EngineGate gate;
  private @Nullable DockerStackRuntime runtime;

  @BeforeAll
  static void openHost() {
    host = EngineHost.open();
  }

  @AfterAll
  static void closeHost() throws Exception {
    if (host != null) {
      host.runtime(EngineHost.freePorts()).collectTrash();
      host.close();
    }
  }

  private static EngineHost host() {
    return requireNonNull(host);
  }

  private StackSpec spec() {
    var project = TestStacks.project();
    return new StackSpec(
        project,
        TestStacks.ORGANIZATION,
        Generation.FIRST,
        10,
        StackProfile.CORE,
        vault.openOrCreate(project, TestStacks.ORGANIZATION, Optional.empty()));
  }

  @BeforeEach
  void openGate(@TempDir Path directory) throws Exception {
    gate = new EngineGate(EngineHost.ADDRESS, directory.resolve("engine.sock"));
    runtime = host().runtime(EngineHost.freePorts(), gate.address(), EngineHost::plan);
  }

  @AfterEach
  void leaveNothing() throws Exception {
    gate().close();
    host().runtime(EngineHost.freePorts()).remove(newest(stack), SILENT);
  }

  private EngineGate gate() {
    return requireNonNull(gate);
  }

  private DockerStackRuntime runtime() {
    return requireNonNull(runtime);
  }

  private Observer observing(Duration interval) {
    ledger.put(
        new StackRecord(
            stack.project(),
            stack.organization(),
            stack.size(),
            "docker",
            stack.generation(),
            stack.keptFrom(),
            stack.token(),
            new StackState.Active(),
            true,
            null,
            Clock.systemUTC().instant()));
    return new Observer(
        runtime(),
        vault,
        ledger,
        Clock.systemUTC(),
        _ -> DriftPolicy.REPORT,
        new ObserverSettings(interval, false, 2, new Repairs.Limit(3, Duration.ofMinutes(10))));
  }

  private StackState state() {
    return ledger.find(stack.project()).orElseThrow().state();
  }

  @Test
  void aKilledContainerIsSeenAtOnce() throws Exception {
    // given
    build(runtime(), stack);
    try (var _ = observing(RARELY)) {
      Eventually.until(() -> ledger.find(stack.project()).orElseThrow().database() != null);
      var container = host().container(stack.project(), "db");

      // when
      host().client().killContainerCmd(container.getId()).exec();

      // then
      Eventually.within(SOON).until(() -> state() instanceof StackState.Unhealthy);
    }
  }

  @Test
  void aRemovedContainerIsSeenAtOnce() throws Exception {
    // given
    build(runtime(), stack);
    try (var _ = observing(RARELY)) {
      Eventually.until(() -> ledger.find(stack.project()).orElseThrow().database() != null);
      var container = host().container(stack.project(), "meta");

      // when
      host().client().removeContainerCmd(container.getId()).withForce(true).exec();

      // then
      Eventually.within(SOON)
          .until(() ->
              state() instanceof StackState.Unhealthy(var reason)
                  && reason.message().startsWith("meta has no container"));
    }
  }

  @Test
  void withoutItsEngineAStackIsUnknownAndThenWhatItIs() throws Exception {
    // given
    build(runtime(), stack);
    try (var _ = observing(Duration.ofMillis(200))) {
      Eventually.until(() -> ledger.find(stack.project()).orElseThrow().database() != null);

      // when
      gate().takeAway();

      // then
      Eventually.until(() -> state() instanceof StackState.Unknown);
      assertThat(((StackState.Unknown) state()).reason().message())
          .startsWith("The engine " + gate().address() + " has not answered since 20");
      var told = ledger.told(stack.project()).size();
      Eventually.until(() ->
          catchThrowableOfType(RuntimeUnavailable.class, () -> runtime().observe(stack)) != null);
      assertThat(ledger.told(stack.project())).hasSize(told);

      gate().restore();
      Eventually.until(() -> state() instanceof StackState.Active);
    }
  }

  @Test
  void anEngineThatIsSilentIsGivenUpInTime() throws Exception {
    // given
    build(runtime(), stack);
    gate().fallSilent(true);
    var quick =
        new DockerStackRuntime(
            EngineHost.settings(EngineHost.freePorts()),
            EngineHost::plan,
            new Engine(
                new EngineSettings(
                    gate().address(),
                    null,
                    Duration.ofMillis(500),
                    Duration.ofSeconds(1),
                    4,
                    3,
                    RARELY),
                Clock.systemUTC()),
            Optional.empty(),
            host().database(),
            new MemoryContentStore(),
            Clock.systemUTC(),
            new java.security.SecureRandom());

    // when
    assertThatThrownBy(() -> quick.observe(stack)).isInstanceOf(RuntimeUnavailable.class);

    // then
    var before = System.nanoTime();
    assertThatThrownBy(() -> quick.observe(stack)).isInstanceOf(RuntimeUnavailable.class);
    assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMillis(400));
    gate().fallSilent(false);
    quick.close();
  }

  @Test
  void whateverAnswerIsLostTheSameStackComesOfIt() throws Exception {
    // given
    gate().breakBehind(Integer.MAX_VALUE);
    build(runtime(), stack);
    var changes = gate().changes();
    var whole = names();
    host().runtime(EngineHost.freePorts()).remove(claimedBy(100), SILENT);
    assertThat(changes).isGreaterThan(6);

    for (int lost = 1; lost <= changes; lost++) {
      // when
      gate().breakBehind(lost);
      var first = claimedBy(1000 + 10L * lost);
      assertThatThrownBy(() -> build(runtime(), first))
          .as("the answer to change %d is lost", lost)
          .isInstanceOfSatisfying(
              StackFailure.class, failure -> assertThat(failure.retryable()).isTrue());
      gate().breakBehind(Integer.MAX_VALUE);
      var again = claimedBy(1001 + 10L * lost);
      build(runtime(), again);

      // then
      assertThat(runtime().observe(again).healthy()).as("after change %d", lost).isTrue();
      assertThat(names()).as("after change %d", lost).isEqualTo(whole);
      runtime().remove(claimedBy(1002 + 10L * lost), SILENT);
      assertThat(runtime().inventory()).doesNotContain(stack.project());
    }
  }

  @Test
  void aContainerThatWasLeftWithoutItsFilesGetsThem() throws Exception {
    // given
    var whole =
        host()
            .runtime(
                EngineHost.freePorts(),
                gate().address(),
                EngineHost.shipped(Blueprints.shipped().newest()));
    gate().breakBehind("-gateway-g");
    assertThatThrownBy(() -> build(whole, stack))
        .isInstanceOfSatisfying(
            StackFailure.class, failure -> assertThat(failure.retryable()).isTrue());
    assertThat(host().container(stack.project(), "gateway").getState()).isEqualTo("created");

    // when
    build(whole, later(stack));

    // then
    assertThat(whole.observe(later(stack)).healthy()).isTrue();
  }

  private StackSpec claimedBy(long token) {
    return new StackSpec(
        stack.project(),
        stack.organization(),
        stack.generation(),
        token,
        stack.profile(),
        stack.secrets());
  }

  private java.util.List<String> names() {
    return host().containers(stack.project()).stream()
        .map(container -> container.getNames()[0])
        .sorted()
        .toList();
  }
}
