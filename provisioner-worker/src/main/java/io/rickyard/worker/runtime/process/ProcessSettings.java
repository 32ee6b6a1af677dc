package io.rickyard.worker.runtime.process;

import static java.util.Objects.requireNonNull;

import io.rickyard.worker.runtime.PortRange;
import java.nio.file.Path;
import java.time.Duration;

/**
 * How stacks run as processes of this host.
 *
 * @param installation whose stacks these are; nothing of another installation is ever touched
 * @param projects the directory that holds one directory per project
 * @param host how port allocations name this host
 * @param address where clients reach the databases
 * @param ports what stacks may listen on
 * @param sharedTrust whether projects of several organizations may run without users of their own
 * @param stopServersOnClose whether servers end with this process, as in an installation that is
 *     one process; otherwise they go on and the next worker recognizes them
 * @param spareCluster whether a data directory is made ahead for the next project
 * @param startWithin how long a server may take to be ready; recovery after a crash included
 * @param stopWithin how long a server may take to stop in good order
 */
public record ProcessSettings(
    String installation,
    Path projects,
    String host,
    String address,
    PortRange ports,
    boolean sharedTrust,
    boolean stopServersOnClose,
    boolean spareCluster,
    Duration startWithin,
    Duration stopWithin) {

  /** Checks that nothing is missing. */
  public ProcessSettings {
    requireNonNull(installation, "rickyard.installation.id");
    requireNonNull(projects, "rickyard.installation.data-directory");
    requireNonNull(host, "rickyard.runtime.process.host");
    requireNonNull(address, "rickyard.runtime.process.address");
    requireNonNull(ports, "rickyard.runtime.process.ports");
  }
}
