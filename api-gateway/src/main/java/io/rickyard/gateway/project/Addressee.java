package io.rickyard.gateway.project;

import static java.util.Objects.requireNonNull;

import io.rickyard.contracts.ProjectRef;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/** Whom a request is meant for, by its host. */
sealed interface Addressee {

  /** This installation, or nobody: the server answers, and refuses what is nobody's. */
  record Installation() implements Addressee {}

  /**
   * A project, by its reference.
   *
   * @param ref the reference
   */
  record Project(ProjectRef ref) implements Addressee {
    /** Checks that nothing is missing. */
    public Project {
      requireNonNull(ref, "ref");
    }
  }

  /**
   * Perhaps a project that brought this domain along.
   *
   * @param owner whose it is
   */
  record Sought(CompletableFuture<Optional<ProjectRef>> owner) implements Addressee {
    /** Checks that nothing is missing. */
    public Sought {
      requireNonNull(owner, "owner");
    }
  }
}
