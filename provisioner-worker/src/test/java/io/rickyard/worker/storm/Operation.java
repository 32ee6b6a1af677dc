package io.rickyard.worker.storm;

import java.time.Duration;
import java.util.List;

/** Something that happens in a storm. Workers are named by their slot, tasks by their number. */
sealed interface Operation {

  /** A worker is handed a batch of commands; another one, when it cannot be reached. */
  record Deliver(int slot, List<Command> commands) implements Operation {
    /** Copies. */
    public Deliver {
      commands = List.copyOf(commands);
    }
  }

  /** A task's handler goes on. */
  record Open(int task) implements Operation {}

  /** Time passes for the database and all workers; who is alive renews its lease meanwhile. */
  record Pass(Duration time) implements Operation {}

  /** The database's clock and all others step at once, so that every lease may look ended. */
  record Jump(Duration time) implements Operation {}

  /** A worker's process dies, and another one starts in its place. */
  record Crash(int slot) implements Operation {}

  /** A worker hands back what it has and stops, and another one starts in its place. */
  record HandBack(int slot) implements Operation {}

  /** A worker loses its connections and gets no new ones: to others it has stalled. */
  record Cut(int slot) implements Operation {}

  /** It goes on where it was, with the tokens that it had. */
  record Mend(int slot) implements Operation {}

  /** Others take a worker's lease while it works. */
  record Usurp(int slot) implements Operation {}

  /** One of a worker's threads does not hear that its next commit took place. */
  record LoseAnswer(int slot, String thread) implements Operation {}

  /** A lock's lease begins anew. */
  record Renew(int task) implements Operation {}

  /** A lock is given up, or the place in its line. */
  record Release(int task) implements Operation {}

  /** Everybody comes to rest before the next thing happens. */
  record Settle() implements Operation {}
}
