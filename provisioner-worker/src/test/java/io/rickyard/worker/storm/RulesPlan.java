package io.rickyard.worker.storm;

import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.flow.FlowLimit;
import io.rickyard.contracts.flow.FlowPause;
import io.rickyard.contracts.flow.FlowRules;
import io.rickyard.contracts.flow.FlowScope;
import io.rickyard.contracts.flow.StartRate;
import java.time.Instant;
import java.util.List;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;

/**
 * All that administrators set with one message.
 *
 * @param version the newer holds
 * @param pauses what is paused
 * @param limits what is limited
 */
record RulesPlan(long version, List<Scope> pauses, List<Limit> limits) {

  /** Copies. */
  RulesPlan {
    pauses = List.copyOf(pauses);
    limits = List.copyOf(limits);
  }

  /**
   * What a rule is about.
   *
   * @param text as it is written; empty when it is a worker
   * @param slot the number of the worker
   */
  record Scope(String text, int slot) {

    /** Of a worker, whose name is not known before it runs. */
    static Scope worker(int slot) {
      return new Scope("", slot);
    }

    /** Of anything else. */
    static Scope of(String text) {
      return new Scope(text, -1);
    }

    FlowScope named(IntFunction<WorkerId> workers) {
      return text.isEmpty() ? FlowScope.of(workers.apply(slot)) : FlowScope.parse(text);
    }

    @Override
    public String toString() {
      return text.isEmpty() ? "worker " + slot : text;
    }
  }

  /** How much of a scope may run at once, or start in a time. */
  record Limit(Scope scope, @Nullable Integer running, @Nullable StartRate rate) {}

  /** Nothing is set any more. */
  static RulesPlan none(long version) {
    return new RulesPlan(version, List.of(), List.of());
  }

  /** As a message says it, with the names that workers have now. */
  FlowRules named(IntFunction<WorkerId> workers, Instant now) {
    return new FlowRules(
        pauses.stream()
            .map(scope -> new FlowPause(scope.named(workers), "ops", now, null))
            .toList(),
        limits.stream()
            .map(limit ->
                new FlowLimit(limit.scope().named(workers), limit.running(), limit.rate(), null))
            .toList());
  }
}
