package io.rickyard.worker.runtime.docker;

import io.rickyard.stack.blueprint.StackPlan;
import io.rickyard.worker.stack.StackSpec;

/** Tells what a stack is made of. */
@FunctionalInterface
interface StackPlans {

  /** The database's service, which every plan has. */
  String DATABASE = "db";

  /** The service that runs functions, which some plans have. */
  String FUNCTIONS = "functions";

  /** The plan of a stack: the same for the same stack, as long as the release stays. */
  StackPlan of(StackSpec stack);
}
