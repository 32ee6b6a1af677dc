package io.rickyard.worker.stack;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import java.util.Map;

/** Takes stacks that somebody else has made, and that stay theirs, into a runtime's sight. */
public interface StackAdoption {

  /** The name of the runtime that has them. */
  String RUNTIME = "compose";

  /**
   * Notes that a project is this stack from now on; changes nothing of it. The same again is the
   * same.
   *
   * @param composeProject what compose calls the stack
   * @return the secrets that its services were given, by the names that {@link StackSecrets} has
   * @throws StackFailure when there is no such stack, it may not be adopted, or another project is
   *     it already
   */
  Map<String, String> adopt(ProjectRef project, OrganizationId organization, String composeProject)
      throws StackFailure, InterruptedException;

  /** Forgets which stack a project is, and changes nothing of it. */
  void release(ProjectRef project) throws StackFailure;
}
