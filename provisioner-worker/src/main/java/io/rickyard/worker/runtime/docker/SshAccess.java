package io.rickyard.worker.runtime.docker;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What the system's {@code ssh} is told beyond its own configuration.
 *
 * @param identity the file with the private key; none is whatever ssh uses by itself
 * @param knownHosts the file with the keys of hosts; none is ssh's own
 */
record SshAccess(@Nullable Path identity, @Nullable Path knownHosts) {

  /** As ssh does by itself. */
  static final SshAccess USUAL = new SshAccess(null, null);
}
