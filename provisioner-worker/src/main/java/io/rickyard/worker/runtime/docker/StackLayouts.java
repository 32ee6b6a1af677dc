package io.rickyard.worker.runtime.docker;

import io.rickyard.stack.blueprint.StackPlan;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackSpec;

/** Tells what is there for the containers of stacks. */
final class StackLayouts {

  private final StackNetworks networks;
  private final StackVolumes volumes;

  StackLayouts(StackNetworks networks, StackVolumes volumes) {
    this.networks = networks;
    this.volumes = volumes;
  }

  /** For containers that are made or started: there is a network, and no volume is missing. */
  StackLayout open(StackSpec stack, StackPlan plan) throws StackFailure, InterruptedException {
    return new StackLayout(stack, plan, networks.open(stack), volumes.names(stack, plan));
  }

  /** For containers that are only looked at: nothing is made, whatever is missing. */
  StackLayout given(StackSpec stack, StackPlan plan) throws StackFailure {
    return new StackLayout(stack, plan, "", volumes.given(stack.project(), plan));
  }
}
