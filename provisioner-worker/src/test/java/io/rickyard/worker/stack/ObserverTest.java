package io.rickyard.worker.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.Reason;
import io.rickyard.contracts.setting.SettingSection;
import io.rickyard.contracts.setting.SettingsChange;
import io.rickyard.contracts.stack.DriftPolicy;
import io.rickyard.contracts.stack.StackChange;
import io.rickyard.contracts.stack.StackEvent;
import io.rickyard.contracts.task.SealedSecret;
import io.rickyard.testing.Eventually;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ObserverTest {

  private static final Duration OFTEN = Duration.ofMillis(10);
  private static final Repairs.Limit LIMIT = new Repairs.Limit(3, Duration.ofMinutes(10));

  private final StackRig rig = StackRig.before(StackChange.PAUSE, TestStacks.project());
  private final List<Observer> observers = new ArrayList<>();
  private volatile DriftPolicy policy = DriftPolicy.REPAIR;

  private Observer start() {
    return start(rig.runtime, rig.vault, false);
  }

  private Observer start(StackRuntime runtime, StackVault vault, boolean stopsServers) {
    var observer =
        new Observer(
            runtime,
            vault,
            rig.ledger,
            rig.clock,
            _ -> policy,
            new ObserverSettings(OFTEN, stopsServers, 2, LIMIT));
    observers.add(observer);
    return observer;
  }

  @AfterEach
  void closeObservers() {
    observers.forEach(Observer::close);
  }

  private Optional<String> reason() {
    return switch (rig.record().state()) {
      case StackState.Unhealthy(Reason reason) -> Optional.of(reason.code());
      case StackState.Unknown(Reason reason) -> Optional.of(reason.code());
      case StackState.Failed(_, Reason reason) -> Optional.of(reason.code());
      case StackState.Absent _,
          StackState.Changing _,
          StackState.Active _,
          StackState.Paused _,
          StackState.Removed _ ->
          Optional.empty();
    };
  }

  private void awaitReason(String code) {
    Eventually.until(() -> reason().equals(Optional.of(code)));
  }

  private void awaitActive() {
    Eventually.until(() -> rig.record().state() instanceof StackState.Active);
  }

  @Test
  void whatNobodyHasLookedAtLatelyIsUnknownUntilItIsSeen() {
    // when
    start();

    // then
    awaitActive();
    assertThat(rig.ledger.told(rig.project))
        .filteredOn(StackEvent.StackObservationLost.class::isInstance)
        .extracting(event -> ((StackEvent.StackObservationLost) event).reason().code())
        .containsExactly("not_observed");
  }

  @Test
  void whatWasLookedAtJustNowIsNotDoubted() {
    // given
    rig.ledger.observed(List.of(rig.project), rig.clock.instant());
    var told = rig.ledger.told(rig.project);

    // when
    rig.clock.advance(Duration.ofSeconds(5));
    start();

    // then
    Eventually.until(() -> rig.clock.instant().equals(rig.record().observedAt()));
    assertThat(rig.ledger.told(rig.project)).isEqualTo(told);
  }

  @Test
  void whatShouldRunIsStartedAgainWithTheWorker() {
    // given
    rig.runtime.kill(rig.project);

    // when
    start();

    // then
    awaitActive();
    assertThat(rig.runtime.started()).hasSize(2);
    assertThat(rig.ledger.told(rig.project))
        .as("it is not called unhealthy before it had its turn")
        .noneMatch(
            event -> event instanceof StackEvent.StackHealthObserved seen && !seen.healthy());
  }

  @Test
  void whatStopsLaterIsToldAndLeftToAPersonWhereThePolicySaysSo() {
    // given
    policy = DriftPolicy.REPORT;
    start();
    awaitActive();

    // when
    rig.runtime.kill(rig.project);

    // then
    awaitReason("drift_reported");
    assertThat(rig.runtime.started()).hasSize(1);
  }

  @Test
  void whatStopsLaterIsMended() {
    // given
    start();
    awaitActive();

    // when
    rig.runtime.kill(rig.project);

    // then
    Eventually.until(() -> rig.runtime.started().size() == 2);
    awaitActive();
    assertThat(rig.ledger.repairs(rig.project).at()).hasSize(1);
  }

  @Test
  void whatDoesNotStayMendedIsLeftAloneUntilSomebodyRepairsIt() {
    // given
    start();
    awaitActive();
    for (int repairs = 1; repairs <= LIMIT.repairs(); repairs++) {
      rig.runtime.kill(rig.project);
      int times = repairs + 1;
      Eventually.until(() -> rig.runtime.started().size() == times);
      awaitActive();
    }

    // when
    rig.runtime.kill(rig.project);

    // then
    awaitReason("drift_repaired_in_vain");
    rig.clock.advance(Duration.ofDays(1));
    assertThat(rig.ledger.repairs(rig.project).givenUp()).isTrue();
    assertThat(rig.runtime.started()).hasSize(LIMIT.repairs() + 1);
    rig.bring(StackChange.REPAIR);
    awaitActive();
    rig.runtime.kill(rig.project);
    Eventually.until(() -> rig.runtime.started().size() == LIMIT.repairs() + 3);
  }

  @Test
  void whatDoesNotStartSaysSo() {
    // given
    policy = DriftPolicy.REPORT;
    rig.runtime.kill(rig.project);
    rig.runtime.failNext(new StackFailure("broken", "The disk is full", true, null));

    // when
    start();

    // then
    awaitReason("drift_reported");
    assertThat(rig.ledger.told(rig.project))
        .filteredOn(StackEvent.StackHealthObserved.class::isInstance)
        .extracting(event -> String.valueOf(((StackEvent.StackHealthObserved) event).reason()))
        .anyMatch(reason -> reason.contains("The disk is full"));
  }

  @Test
  void aDatabaseThatCameBackElsewhereIsFoundThere() {
    // given
    rig.runtime.move(rig.project);

    // when
    start();

    // then
    Eventually.until(() -> Objects.equals(rig.look().database(), rig.record().database()));
  }

  @Test
  void aStackWithoutItsDataIsNotStarted() {
    // given
    rig.runtime.loseData(rig.project);

    // when
    start();

    // then
    awaitReason("data_missing");
    assertThat(rig.runtime.started()).hasSize(1);
  }

  @Test
  void whatARuntimeCannotShowIsUnknownUntilItCan() {
    // given
    start();
    awaitActive();

    // when
    rig.runtime.away(true);

    // then
    awaitReason("runtime_unavailable");
    rig.runtime.away(false);
    awaitActive();
  }

  @Test
  void aStackWithoutSecretsIsUnknown() {
    // given
    rig.vault.destroy(rig.project);

    // when
    start();

    // then
    awaitReason("secrets_missing");
  }

  @Test
  void oneStacksTroubleDoesNotHideTheOthers() {
    // given
    var broken = new ProjectRef("aaaaaaaaaaaaaaaaaaaa");
    rig.ledger.put(copyOf(rig.record(), broken));

    // when
    start(rig.runtime, vaultThatCannotOpen(broken), false);

    // then
    awaitActive();
    Eventually.until(() ->
        rig.ledger.find(broken).orElseThrow().state() instanceof StackState.Unknown(Reason reason)
            && reason.code().equals("not_observable"));
  }

  @Test
  void whatATaskPausesIsNotStartedAgain() throws Exception {
    // given
    var task = rig.accept(StackChange.PAUSE);
    rig.begin(StackChange.PAUSE, task, 2);

    TestStacks.build(rig.runtime, TestStacks.spec(TestStacks.project(), 1));

    // when
    var observer = start();
    Eventually.until(() -> !observer.orphans().isEmpty()); // it has looked at everything once

    // then
    rig.attempt(StackChange.PAUSE, task);
    assertThat(rig.runtime.started()).containsOnlyOnce(rig.project);
    assertThat(rig.record().state()).isEqualTo(new StackState.Paused());
  }

  @Test
  void aTaskThatComesWhileTheObserverLooksIsNotFencedOffByIt() {
    // given
    rig.runtime.kill(rig.project);
    var looking = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    var refused = new AtomicInteger();
    start(startingOnlyAfter(goOn, looking, refused), rig.vault, false);
    Eventually.until(() -> looking.getCount() == 0);

    // when
    rig.bring(StackChange.PAUSE);
    goOn.countDown();

    // then
    Eventually.until(() -> refused.get() > 0);
    assertThat(rig.record().state()).isEqualTo(new StackState.Paused());
    assertThat(rig.look().running()).isFalse();
  }

  @Test
  void whatNobodyKnowsIsReportedAndKept() throws Exception {
    // given
    var orphan = TestStacks.spec(TestStacks.project(), 1);
    TestStacks.build(rig.runtime, orphan);

    // when
    var observer = start();

    // then
    Eventually.until(() -> observer.orphans().equals(List.of(orphan.project())));
    assertThat(rig.runtime.inventory()).contains(orphan.project());
  }

  @Test
  void aWorkerThatStopsItsServersKnowsNothingOfThemAfterwards() {
    // given
    var observer = start(rig.runtime, rig.vault, true);
    awaitActive();

    // when
    observer.close();

    // then
    assertThat(reason()).contains("rickyard_stopped");
  }

  @Test
  void aWorkerThatLeavesItsServersRunningSaysNothing() {
    // given
    var observer = start();
    awaitActive();

    // when
    observer.close();

    // then
    assertThat(rig.record().state()).isEqualTo(new StackState.Active());
  }

  private StackVault vaultThatCannotOpen(ProjectRef broken) {
    return new StackVault() {
      @Override
      public StackSecrets openOrCreate(
          ProjectRef project, OrganizationId organization, Optional<SealedSecret> dbPass) {
        return rig.vault.openOrCreate(project, organization, dbPass);
      }

      @Override
      public StackSecrets adopt(
          ProjectRef project,
          OrganizationId organization,
          Map<String, String> found,
          Optional<SealedSecret> dbPass) {
        return rig.vault.adopt(project, organization, found, dbPass);
      }

      @Override
      public Optional<StackSecrets> open(ProjectRef project) {
        if (project.equals(broken)) {
          throw new IllegalStateException("There is no key of its organization.");
        }
        return rig.vault.open(project);
      }

      @Override
      public boolean configure(
          StackSpec stack, SettingsChange change, Map<String, SealedSecret> sealed) {
        return rig.vault.configure(stack, change, sealed);
      }

      @Override
      public boolean configureBack(StackSpec stack, SettingSection section) {
        return rig.vault.configureBack(stack, section);
      }

      @Override
      public void discard(ProjectRef project, SettingsChange change) {
        rig.vault.discard(project, change);
      }

      @Override
      public void destroy(ProjectRef project) {
        rig.vault.destroy(project);
      }
    };
  }

  /** The rig's runtime, but each start waits. */
  private StackRuntime startingOnlyAfter(
      CountDownLatch goOn, CountDownLatch looking, AtomicInteger refused) {
    InvocationHandler slowly =
        (_, method, arguments) -> {
          if (method.getName().equals("start")) {
            looking.countDown();
            goOn.await();
          }
          try {
            return method.invoke(rig.runtime, arguments);
          } catch (InvocationTargetException e) {
            refused.incrementAndGet();
            throw e.getCause();
          }
        };
    return (StackRuntime)
        Proxy.newProxyInstance(
            getClass().getClassLoader(), new Class<?>[] {StackRuntime.class}, slowly);
  }

  private static StackRecord copyOf(StackRecord stack, ProjectRef project) {
    return new StackRecord(
        project,
        stack.organization(),
        stack.size(),
        stack.runtime(),
        stack.generation(),
        stack.keptFrom(),
        stack.token(),
        stack.state(),
        stack.everActive(),
        stack.database(),
        stack.observedAt());
  }
}
