package io.rickyard.gateway.acceptance;

import static java.util.Objects.requireNonNull;

import io.rickyard.service.problem.Problem;

/** A line of a batch, as far as it could be read. */
public sealed interface BatchLine {

  /** Its number, from 1. */
  int number();

  /**
   * One that asks for a task.
   *
   * @param number its number, from 1
   * @param submission what it asks for
   */
  record Wanted(int number, Submission submission) implements BatchLine {
    /** Checks that nothing is missing. */
    public Wanted {
      requireNonNull(submission, "submission");
    }
  }

  /**
   * One that is not taken.
   *
   * @param number its number, from 1
   * @param problem why
   */
  record Refused(int number, Problem problem) implements BatchLine {
    /** Checks that nothing is missing. */
    public Refused {
      requireNonNull(problem, "problem");
    }
  }
}
