package io.rickyard.worker.stack;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.GatewayEndpoint;
import java.util.Optional;

/** Tells where the gateways of stacks listen, from memory or the database: it is asked often. */
@FunctionalInterface
public interface StackGateways {

  /** The gateway of a stack; empty when its runtime or its profile gives it none. */
  Optional<GatewayEndpoint> of(ProjectRef project);
}
