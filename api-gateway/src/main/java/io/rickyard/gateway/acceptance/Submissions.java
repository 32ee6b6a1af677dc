package io.rickyard.gateway.acceptance;

import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;

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
}
