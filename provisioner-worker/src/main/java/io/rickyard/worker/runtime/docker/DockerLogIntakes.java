package io.rickyard.worker.runtime.docker;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.stack.blueprint.CollectedLogs;
import io.rickyard.worker.log.LogIntakes;
import io.rickyard.worker.runtime.PortAllocations;
import io.rickyard.worker.stack.StackFailure;
import java.net.InetSocketAddress;
import java.util.Optional;

/** A stack's log collector listens on the port that was allocated for it, as long as it has one. */
final class DockerLogIntakes implements LogIntakes {

  /** What its port is allocated for. */
  static final String PURPOSE = CollectedLogs.COLLECTOR + ":" + CollectedLogs.INTAKE;

  private final PortAllocations ports;
  private final String address;

  DockerLogIntakes(PortAllocations ports, String address) {
    this.ports = ports;
    this.address = address;
  }

  @Override
  public Optional<InetSocketAddress> of(ProjectRef project) {
    try {
      var port = ports.find(project, PURPOSE);
      return port.isPresent()
          ? Optional.of(InetSocketAddress.createUnresolved(address, port.getAsInt()))
          : Optional.empty();
    } catch (StackFailure e) {
      throw new IllegalStateException("The log collector of " + project + " can't be looked up", e);
    }
  }
}
