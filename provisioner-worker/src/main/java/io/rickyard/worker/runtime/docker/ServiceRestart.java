package io.rickyard.worker.runtime.docker;

import io.rickyard.stack.blueprint.ServicePlan;
import io.rickyard.stack.blueprint.StackPlan;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackLog;
import io.rickyard.worker.stack.StackSpec;
import java.util.Set;

/** Ends services of a stack and starts them again, as their plan is now. */
final class ServiceRestart {

  private final StackActions actions;
  private final StackLayouts layouts;
  private final StackWaves waves;
  private final StackDatabase databases;

  ServiceRestart(
      StackActions actions, StackLayouts layouts, StackWaves waves, StackDatabase databases) {
    this.actions = actions;
    this.layouts = layouts;
    this.waves = waves;
    this.databases = databases;
  }

  void run(StackSpec stack, Set<String> services, StackLog log)
      throws StackFailure, InterruptedException {
    actions.act(
        stack,
        plan -> {
          for (var service : services) {
            require(plan, service);
          }
          waves.replace(layouts.open(stack, plan), services, log);
          databases.passFence(stack, plan);
        });
  }

  /** Fails where a stack has no such service. */
  static void require(StackPlan plan, String service) throws StackFailure {
    if (plan.service(service).isEmpty()) {
      throw StackFailure.noService(
          service, plan.services().stream().map(ServicePlan::service).toList());
    }
  }
}
