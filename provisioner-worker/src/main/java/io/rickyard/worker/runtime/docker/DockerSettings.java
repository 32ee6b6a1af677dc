package io.rickyard.worker.runtime.docker;

import static java.util.Objects.requireNonNull;

import io.rickyard.worker.runtime.PortAllocations;
import io.rickyard.worker.runtime.PortRange;
import java.time.Duration;
import javax.sql.DataSource;

/**
 * How stacks run as containers.
 *
 * @param installation whose stacks these are; nothing of another installation is ever touched
 * @param host how port allocations name the host the engine publishes ports on
 * @param address where clients reach published ports
 * @param ports what may be published
 * @param startWithin how long all services of a stack may take to be healthy
 * @param stopWithin how long a service may take to stop in good order
 * @param trashAfter how long the volumes of a removed stack are kept
 * @param stopStacksOnClose whether stacks stop with this process; otherwise they go on and the next
 *     worker recognizes them
 */
record DockerSettings(
    String installation,
    String host,
    String address,
    PortRange ports,
    Duration startWithin,
    Duration stopWithin,
    Duration trashAfter,
    boolean stopStacksOnClose) {

  DockerSettings {
    requireNonNull(installation, "rickyard.installation.id");
    requireNonNull(host, "rickyard.runtime.docker.host");
    requireNonNull(address, "rickyard.runtime.docker.address");
    requireNonNull(ports, "rickyard.runtime.docker.ports");
    if (trashAfter.isNegative()) {
      throw new IllegalArgumentException("rickyard.runtime.docker.trash-after is a time span");
    }
  }

  /** Which stack has which of the ports, as that database knows. */
  PortAllocations allocations(DataSource database) {
    return new PortAllocations(database, host, ports, "rickyard.runtime.docker.ports");
  }
}
