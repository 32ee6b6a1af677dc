package io.rickyard.worker.stack;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.DriftPolicy;

/** What is to be done about drift; asked at every look, so it is answered from memory. */
@FunctionalInterface
public interface DriftPolicies {

  /** What holds for a project: its own policy, or the installation's. */
  DriftPolicy of(ProjectRef project);
}
