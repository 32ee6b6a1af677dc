package io.rickyard.gateway.upstream;

import io.rickyard.contracts.TaskId;
import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;

/** Locks, at the worker, which answers for them when it is committed. */
@Singleton
public final class LockClient {

  private static final Target LOCKS = Target.of(Upstream.WORKER, "/locks");

  private final InternalHttp http;

  LockClient(InternalHttp http) {
    this.http = http;
  }

  /** The locks of an organization. */
  public Answer list(String organization, Call call) {
    return http.get(LOCKS.with("organization", organization), call);
  }

  /** One that is held or waited for. */
  public Answer get(TaskId ticket, Call call) {
    return http.get(LOCKS.segment(ticket.toString()), call);
  }

  /** Begins its lease anew. */
  public Answer renew(TaskId ticket, Object renewal, Call call) {
    return http.send("POST", LOCKS.segment(ticket.toString()).segment("renew"), renewal, call);
  }

  /** Gives it up. */
  public void release(TaskId ticket, Call call) {
    http.send("POST", LOCKS.segment(ticket.toString()).segment("release"), null, call);
  }
}
