package io.rickyard.worker.engine;

import io.rickyard.contracts.task.TaskError;
import io.rickyard.worker.task.TaskEnd;
import java.time.Duration;

/** What an attempt came to. */
sealed interface Outcome {

  /** The task is over. */
  record Over(TaskEnd end) implements Outcome {}

  /** Another attempt follows. */
  record TryAgain(TaskError error, Duration delay) implements Outcome {}

  /** The worker stops; another one, or its next start, goes on. */
  record HandedBack() implements Outcome {}

  /** It makes room for others and goes on after the steps that it keeps. */
  record PutBack(int keptSteps) implements Outcome {}

  /** The lease is lost: nothing may be said any more. */
  record Abandoned() implements Outcome {}
}
