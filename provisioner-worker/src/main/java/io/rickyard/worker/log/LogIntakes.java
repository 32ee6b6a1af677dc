package io.rickyard.worker.log;

import io.rickyard.contracts.ProjectRef;
import java.net.InetSocketAddress;
import java.util.Optional;

/** Tells where the log collectors of stacks take lines, from memory or the database. */
@FunctionalInterface
public interface LogIntakes {

  /** That of a stack; empty when its runtime gives it none. */
  Optional<InetSocketAddress> of(ProjectRef project);
}
