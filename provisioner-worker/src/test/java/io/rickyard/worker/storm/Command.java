package io.rickyard.worker.storm;

/** What a batch of commands may hold. */
sealed interface Command {

  /** Asks for a task; again, when it was asked for before. */
  record Submit(int task) implements Command {}

  /** Asks to end one, perhaps before it was asked for. */
  record Cancel(int task, boolean force) implements Command {}

  /** Says what administrators have set. */
  record Rule(RulesPlan rules) implements Command {}
}
