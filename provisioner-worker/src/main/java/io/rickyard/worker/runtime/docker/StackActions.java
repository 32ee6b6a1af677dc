package io.rickyard.worker.runtime.docker;

import com.github.dockerjava.api.exception.DockerException;
import io.rickyard.stack.blueprint.BlueprintException;
import io.rickyard.stack.blueprint.StackPlan;
import io.rickyard.worker.stack.RuntimeUnavailable;
import io.rickyard.worker.stack.StackFailure;
import io.rickyard.worker.stack.StackSpec;

/**
 * What is done for stacks, each under its claim, and what is asked about them. Whatever the engine
 * fails with is told as a failure of the stack.
 */
final class StackActions {

  private final Claims claims;
  private final StackPlans plans;
  private volatile boolean used;

  StackActions(Claims claims, StackPlans plans) {
    this.claims = claims;
    this.plans = plans;
  }

  /** Something done for a stack under its claim. */
  @FunctionalInterface
  interface Action {
    void run(StackPlan plan) throws StackFailure, InterruptedException;
  }

  /** Does something for a stack, unless a newer claim has it. */
  void act(StackSpec stack, Action action) throws StackFailure, InterruptedException {
    used = true;
    claims.enter(stack);
    DockerFailures.classified(() -> action.run(plan(stack)));
  }

  /**
   * Asks something about a stack.
   *
   * @param otherwise what is not known when there is no answer
   */
  <T> T look(String otherwise, DockerFailures.Question<T> question) throws RuntimeUnavailable {
    used = true;
    return ask(otherwise, question);
  }

  /** Asks something that is no stack's: that it is asked does not tell that there is an engine. */
  static <T> T ask(String otherwise, DockerFailures.Question<T> question)
      throws RuntimeUnavailable {
    try {
      return question.ask();
    } catch (EngineUnavailable e) {
      throw new RuntimeUnavailable(String.valueOf(e.getMessage()), e);
    } catch (StackFailure | DockerException e) {
      throw new RuntimeUnavailable(otherwise + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new RuntimeUnavailable(otherwise + ": interrupted", e);
    }
  }

  /** What a stack is made of. */
  StackPlan plan(StackSpec stack) throws StackFailure {
    try {
      return plans.of(stack);
    } catch (BlueprintException e) {
      throw DockerFailures.failure(
          "stack_not_described",
          "The release can't be made into a stack: " + e.getMessage(),
          false,
          e);
    }
  }

  /** Whether any stack was a container yet. Where none is there may be no engine. */
  boolean used() {
    return used;
  }
}
