package io.rickyard.worker.engine;

import io.rickyard.contracts.WorkerId;
import io.rickyard.contracts.task.TaskEvent;
import io.rickyard.worker.task.Claim;

/**
 * Follows attempts while they run, to show what they do. It is told on the engine's own threads and
 * under an attempt's lock, so it must neither wait nor throw.
 */
public interface Traces {

  /** Shows nothing. */
  Traces NONE =
      (_, _) ->
          new AttemptTrace() {
            @Override
            public void told(TaskEvent event) {}

            @Override
            public void over() {}
          };

  /** A worker has taken a task for an attempt. */
  AttemptTrace begin(Claim claim, WorkerId worker);

  /** One attempt that is followed; nobody calls it twice at the same time. */
  interface AttemptTrace {

    /** The attempt has something to tell; it may never be committed. */
    void told(TaskEvent event);

    /** It is over, with whatever it told last; without a word where its lease was lost. */
    void over();
  }
}
