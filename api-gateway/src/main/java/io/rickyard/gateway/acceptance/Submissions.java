package io.rickyard.gateway.acceptance;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.TaskId;
import io.rickyard.gateway.call.Call;
import io.rickyard.gateway.upstream.BranchClient;
import jakarta.inject.Singleton;
import java.util.Map;

/** Takes work in, whichever way it was asked for. */
@Singleton
public final class Submissions {

  private final DiskGuard disk;
  private final Acceptances promised;
  private final DirectCommands direct;

  Submissions(DiskGuard disk, Acceptances promised, DirectCommands direct) {
    this.disk = disk;
    this.promised = promised;
    this.direct = direct;
  }

  /**
   * Takes work in. What changes a project needs its desired state recorded, and what carries an
   * idempotency key needs the key recorded: org-service does both. The rest goes straight to Kafka.
   */
  public Accepted submit(Submission submission, Call call) {
    disk.check();
    boolean recorded = submission.type().changesStack() || call.idempotencyKey() != null;
    return recorded ? promised.accept(submission, call) : direct.submit(submission, call);
  }

  /** Takes a new branch in, whose project org-service promises. */
  public AcceptedBranch submit(ProjectRef parent, BranchClient.Note note, Call call) {
    disk.check();
    return promised.accept(parent, note, call);
  }

  /**
   * Takes a change of a project in, with secrets that travel sealed to the worker.
   *
   * @param secrets by the field that each is sealed for
   */
  public Accepted submit(Submission change, Map<String, String> secrets, Call call) {
    disk.check();
    return promised.accept(change, secrets, call);
  }

  /** Takes a task about other tasks in, the same way. */
  public Accepted submit(BulkSubmission bulk, Call call) {
    disk.check();
    return call.idempotencyKey() != null
        ? promised.accept(bulk, call)
        : direct.submit(TaskId.next(), bulk.submission(), bulk.sealed(), call);
  }

  /**
   * Repeats a task from the list of dead letters. The new task has the one id that such a
   * repetition can have, so that no two of them run; what changes a project gets its id from
   * org-service, whose rules say whether it still fits.
   */
  public Accepted replay(TaskId dead, Submission submission, Call call) {
    disk.check();
    return submission.type().changesStack()
        ? promised.accept(submission, call)
        : direct.submit(dead.replay(), submission, Map.of(), call);
  }
}
