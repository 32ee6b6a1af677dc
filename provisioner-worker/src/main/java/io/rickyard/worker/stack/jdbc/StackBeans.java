package io.rickyard.worker.stack.jdbc;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Requires;
import io.micronaut.context.annotation.Value;
import io.rickyard.contracts.stack.StackChange;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.Transactions;
import io.rickyard.worker.stack.AdoptionTask;
import io.rickyard.worker.stack.DriftPolicies;
import io.rickyard.worker.stack.Observer;
import io.rickyard.worker.stack.ObserverSettings;
import io.rickyard.worker.stack.Repairs;
import io.rickyard.worker.stack.StackAdoption;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackRuntime;
import io.rickyard.worker.stack.StackTask;
import io.rickyard.worker.stack.StackVault;
import io.rickyard.worker.task.TaskHandler;
import jakarta.inject.Singleton;
import java.time.Clock;
import java.time.Duration;

/** Puts the changes of stacks and their observer together, where there is a runtime. */
@Factory
@Requires(property = "rickyard.installation.data-directory")
final class StackBeans {

  @Singleton
  StackLedger ledger(Transactions transactions, Outbox outbox) {
    return new JdbcStackLedger(transactions, outbox);
  }

  @Singleton
  TaskHandler provision(StackRuntime runtime, StackVault vault, StackLedger ledger, Clock clock) {
    return StackTask.of(StackChange.PROVISION, runtime, vault, ledger, clock);
  }

  @Singleton
  TaskHandler pause(StackRuntime runtime, StackVault vault, StackLedger ledger, Clock clock) {
    return StackTask.of(StackChange.PAUSE, runtime, vault, ledger, clock);
  }

  @Singleton
  TaskHandler resume(StackRuntime runtime, StackVault vault, StackLedger ledger, Clock clock) {
    return StackTask.of(StackChange.RESUME, runtime, vault, ledger, clock);
  }

  @Singleton
  TaskHandler restart(StackRuntime runtime, StackVault vault, StackLedger ledger, Clock clock) {
    return StackTask.of(StackChange.RESTART, runtime, vault, ledger, clock);
  }

  @Singleton
  TaskHandler remove(StackRuntime runtime, StackVault vault, StackLedger ledger, Clock clock) {
    return StackTask.of(StackChange.REMOVE, runtime, vault, ledger, clock);
  }

  @Singleton
  TaskHandler repair(StackRuntime runtime, StackVault vault, StackLedger ledger, Clock clock) {
    return StackTask.of(StackChange.REPAIR, runtime, vault, ledger, clock);
  }

  @Singleton
  TaskHandler resize(StackRuntime runtime, StackVault vault, StackLedger ledger, Clock clock) {
    return StackTask.of(StackChange.RESIZE, runtime, vault, ledger, clock);
  }

  @Singleton
  TaskHandler configure(StackRuntime runtime, StackVault vault, StackLedger ledger, Clock clock) {
    return StackTask.of(StackChange.CONFIGURE, runtime, vault, ledger, clock);
  }

  @Singleton
  TaskHandler adopt(
      StackRuntime runtime,
      StackAdoption adoption,
      StackVault vault,
      StackLedger ledger,
      Clock clock) {
    return new AdoptionTask(runtime, adoption, vault, ledger, clock);
  }

  @Singleton
  ObserverSettings observerSettings(
      @Value("${rickyard.runtime.observe-every:PT5S}") String interval,
      @Value("${rickyard.runtime.process.stop-servers-on-close:false}") boolean stopsServers,
      @Value("${rickyard.runtime.starts-at-once:2}") int startsAtOnce,
      @Value("${rickyard.runtime.drift.repairs:3}") int repairs,
      @Value("${rickyard.runtime.drift.within:PT10M}") String within) {
    return new ObserverSettings(
        Duration.parse(interval),
        stopsServers,
        startsAtOnce,
        new Repairs.Limit(repairs, Duration.parse(within)));
  }

  @Context
  @Bean(preDestroy = "close")
  Observer observer(
      StackRuntime runtime,
      StackVault vault,
      StackLedger ledger,
      Clock clock,
      DriftPolicies policies,
      ObserverSettings settings) {
    return new Observer(runtime, vault, ledger, clock, policies, settings);
  }
}
