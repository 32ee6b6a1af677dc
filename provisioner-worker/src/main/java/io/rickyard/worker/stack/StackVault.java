package io.rickyard.worker.stack;

import io.rickyard.contracts.OrganizationId;
import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.task.SealedSecret;
import java.util.Map;
import java.util.Optional;

/** Keeps the secrets of stacks, encrypted. */
public interface StackVault {

  /**
   * The secrets of a stack, made on the first call; every later call gives the same.
   *
   * @param dbPass the password the user chose, sealed; without one it is made
   * @throws StackFailure {@code secret_unreadable} when it was not sealed for this organization
   */
  StackSecrets openOrCreate(
      ProjectRef project, OrganizationId organization, Optional<SealedSecret> dbPass)
      throws StackFailure;

  /**
   * The secrets of a stack that somebody else has made, kept on the first call; every later call
   * gives the same. None is made up.
   *
   * @param found what its services were given
   * @param dbPass the password of the role users have, sealed, where the stack does not tell it or
   *     tells an old one
   * @throws StackFailure {@code secret_unreadable} as above; {@code db_pass_unknown} when nobody
   *     tells it
   */
  StackSecrets adopt(
      ProjectRef project,
      OrganizationId organization,
      Map<String, String> found,
      Optional<SealedSecret> dbPass)
      throws StackFailure;

  /** The secrets of a stack, unless it has none (yet, or any more). */
  Optional<StackSecrets> open(ProjectRef project);

  /** Forgets the secrets of a stack; nothing happens when there are none. */
  void destroy(ProjectRef project);
}
