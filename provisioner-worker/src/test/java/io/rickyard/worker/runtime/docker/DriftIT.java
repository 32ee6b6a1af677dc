package io.rickyard.worker.runtime.docker;

import static io.rickyard.worker.stack.TestStacks.SILENT;
import static io.rickyard.worker.stack.TestStacks.build;
import static io.rickyard.worker.stack.TestStacks.newest;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.github.dockerjava.api.model.Container;
import io.rickyard.contracts.Generation;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.testing.Eventually;
import io.rickyard.worker.stack.MemoryStackLedger;
import io.rickyard.worker.stack.MemoryStackVault;
import io.rickyard.worker.stack.Observer;
import io.rickyard.worker.stack.ObserverSettings;
import io.rickyard.worker.stack.Repairs;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackSpec;
import io.rickyard.worker.stack.StackState;
import io.rickyard.worker.stack.TestStacks;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What somebody does to containers behind our back is seen and mended. */
class DriftIT {

  /** Too rarely to see anything: what is seen, the engine has told. */
  private static final Duration RARELY = Duration.ofMinutes(5);

  private static final Duration SOON = Duration.ofSeconds(2);
  private static final Duration MINUTE = Duration.ofMinutes(1);
  private static final int REPAIRS = 2;

  private static @Nullable EngineHost host;
  private static @Nullable DockerStackRuntime runtime;

  private static final MemoryStackVault VAULT = new MemoryStackVault();

  /** One for all tests: it is mended after each anyway. */
  private static final StackSpec STACK = spec();

  private final MemoryStackLedger ledger = new MemoryStackLedger();
  private final StackSpec stack = STACK;
  private volatile DriftPolicy policy = DriftPolicy.REPAIR;
  private @Nullable Observer observer;

  @BeforeAll
  static void openHost() throws Exception {
    host = EngineHost.open();
    runtime = host.runtime(EngineHost.freePorts());
    build(runtime, STACK);
  }

  @AfterAll
  static void closeHost() throws Exception {
    if (host != null) {
      var last = host.runtime(EngineHost.freePorts());
      last.remove(newest(STACK), SILENT);
      last.collectTrash();
      host.close();
    }
  }

  private static EngineHost host() {
    return requireNonNull(host);
  }

  private static DockerStackRuntime runtime() {
    return requireNonNull(runtime);
  }

  private static StackSpec spec() {
    var project = TestStacks.project();
    return new StackSpec(
        project,
        TestStacks.ORGANIZATION,
        Generation.FIRST,
        10,
        StackProfile.CORE,
        VAULT.openOrCreate(project, TestStacks.ORGANIZATION, Optional.empty()));
  }

  @BeforeEach
  void observe() throws Exception {
    runtime().start(stack, SILENT);
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
    observer =
        new Observer(
            runtime(),
            VAULT,
            ledger,
            Clock.systemUTC(),
            _ -> policy,
            new ObserverSettings(
                RARELY, false, 2, new Repairs.Limit(REPAIRS, Duration.ofMinutes(10))));
    Eventually.until(() -> record().database() != null);
  }

  @AfterEach
  void observeNoMore() {
    if (observer != null) {
      observer.close();
    }
  }

  private StackRecord record() {
    return ledger.find(stack.project()).orElseThrow();
  }

  private Container container(String service) {
    return host().container(stack.project(), service);
  }

  /** What was seen, in the order in which it was told. */
  private List<String> seen() {
    return ledger.told(stack.project()).stream()
        .filter(StackEvent.StackHealthObserved.class::isInstance)
        .map(event -> ((StackEvent.StackHealthObserved) event).reason())
        .filter(Objects::nonNull)
        .map(reason -> reason.code() + ": " + reason.message())
        .toList();
  }

  private void awaitSeen(String what) {
    Eventually.within(SOON).until(() -> seen().stream().anyMatch(reason -> reason.contains(what)));
  }

  /** What does not heed a request to stop is given its time. */
  private void awaitMended() {
    Eventually.within(MINUTE).until(() -> record().state() instanceof StackState.Active);
  }

  @Test
  void aKilledContainerIsStartedAgainAndNoOtherIsTouched() {
    // given
    var database = container("db").getId();
    var meta = container("meta").getId();

    // when
    host().client().killContainerCmd(meta).exec();

    // then
    awaitSeen("meta ended with 137");
    awaitMended();
    assertThat(container("meta").getId()).isEqualTo(meta);
    assertThat(container("db").getId()).isEqualTo(database);
    assertThat(seen()).allMatch(reason -> reason.startsWith("drift_repairing"));
  }

  @Test
  void aKilledDatabaseComesBackWithItsData() {
    // given
    var meta = container("meta").getId();

    // when
    host().client().killContainerCmd(container("db").getId()).exec();

    // then
    awaitSeen("db ended with 137");
    awaitMended();
    assertThat(container("meta").getId()).isEqualTo(meta);
  }

  @Test
  void aRemovedContainerIsMadeAgain() {
    // given
    var meta = container("meta").getId();

    // when
    host().client().removeContainerCmd(meta).withForce(true).exec();

    // then
    awaitSeen("drift_repairing: meta "); // seen to end, or to be gone already
    awaitMended();
    assertThat(container("meta").getId()).isNotEqualTo(meta);
  }

  @Test
  void aFrozenContainerIsReplaced() {
    // given
    var meta = container("meta").getId();

    // when
    host().client().pauseContainerCmd(meta).exec();

    // then
    awaitSeen("meta is frozen");
    awaitMended();
    assertThat(container("meta").getId()).isNotEqualTo(meta);
  }

  @Test
  void aContainerWithOtherLimitsIsReplaced() {
    // given
    var meta = container("meta").getId();

    // when
    host()
        .client()
        .updateContainerCmd(meta)
        .withCpuQuota(0L)
        .withMemory(300L << 20)
        .withMemorySwap(300L << 20)
        .exec();

    // then
    awaitSeen("meta may use");
    awaitMended();
    assertThat(container("meta").getId()).isNotEqualTo(meta);
  }

  @Test
  void aContainerThatLeftItsNetworkIsReplaced() {
    // given
    var meta = container("meta");
    var network = meta.getNetworkSettings().getNetworks().values().iterator().next();

    // when
    host()
        .client()
        .disconnectFromNetworkCmd()
        .withContainerId(meta.getId())
        .withNetworkId(network.getNetworkID())
        .withForce(true)
        .exec();

    // then
    awaitSeen("meta is not in its project's network");
    awaitMended();
    assertThat(container("meta").getId()).isNotEqualTo(meta.getId());
  }

  @Test
  void aContainerThatPretendsToBeOursButHasAnotherImageIsReplaced() {
    // given
    policy = DriftPolicy.REPORT;
    var meta = container("meta");
    var shape = host().client().inspectContainerCmd(meta.getId()).exec();
    host().client().removeContainerCmd(meta.getId()).withForce(true).exec();
    var pretender =
        host()
            .client()
            .createContainerCmd("rickyard-test/postgres:current")
            .withName(meta.getNames()[0].substring(1))
            .withLabels(meta.getLabels())
            .withHostConfig(shape.getHostConfig())
            .withEntrypoint("sleep", "3600")
            .exec()
            .getId();
    host().client().startContainerCmd(pretender).exec();
    awaitSeen("meta has the image rickyard-test/postgres:current instead of");

    // when
    policy = DriftPolicy.REPAIR;
    host().client().killContainerCmd(pretender).exec();

    // then
    awaitMended();
    assertThat(container("meta").getId()).isNotEqualTo(pretender);
    assertThat(container("meta").getImage()).isEqualTo(meta.getImage());
  }

  @Test
  void whereItIsOnlyToldNothingIsDone() {
    // given
    policy = DriftPolicy.REPORT;
    var meta = container("meta").getId();

    // when
    host().client().killContainerCmd(meta).exec();

    // then
    awaitSeen("drift_reported: meta ended with 137");
    assertThat(host().client().inspectContainerCmd(meta).exec().getState().getRunning()).isFalse();
    assertThat(ledger.repairs(stack.project()).at()).isEmpty();
  }

  @Test
  void whatDoesNotLastIsLeftAloneInTheEnd() {
    // given
    for (int repair = 1; repair <= REPAIRS; repair++) {
      host().client().killContainerCmd(container("meta").getId()).exec();
      awaitSeen("repair %d of at most %d".formatted(repair, REPAIRS));
      awaitMended();
    }

    // when
    host().client().killContainerCmd(container("meta").getId()).exec();

    // then
    awaitSeen("drift_repaired_in_vain: meta ended with 137; 2 repairs");
    assertThat(record().state()).isInstanceOf(StackState.Unhealthy.class);
    assertThat(ledger.repairs(stack.project()).givenUp()).isTrue();
    assertThat(container("meta").getState()).isEqualTo("exited");
  }
}
