package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.GatewayEndpoint;
import io.rickyard.worker.runtime.PortAllocations;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackGateways;
import java.util.Optional;

/**
 * A stack's gateway listens on the port that was allocated for it, as long as it has one; that of
 * an adopted stack where it was seen last.
 */
final class DockerGateways implements StackGateways {

  /** What its port is allocated for. */
  static final String PURPOSE = "gateway:http";

  private final PortAllocations ports;
  private final AdoptedStacks adopted;
  private final String address;

  DockerGateways(PortAllocations ports, AdoptedStacks adopted, String address) {
    this.ports = ports;
    this.adopted = adopted;
    this.address = address;
  }

  @Override
  public Optional<GatewayEndpoint> of(ProjectRef project) {
    try {
      var port = ports.find(project, PURPOSE);
      return port.isPresent()
          ? Optional.of(new GatewayEndpoint(address, port.getAsInt()))
          : adopted.find(project).map(AdoptedStacks.Adopted::gateway);
    } catch (StackFailure e) {
      throw new IllegalStateException("The gateway of " + project + " can't be looked up", e);
    }
  }
}
