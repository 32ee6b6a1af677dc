package io.rickyard.gateway.upstream;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.gateway.call.Call;
import jakarta.inject.Singleton;

/** A stack's keys and connection, at the worker, which alone can open them. */
@Singleton
public final class WorkerClient {

  private static final Target STACKS = Target.of(Upstream.WORKER, "/stacks");

  private final InternalHttp http;

  WorkerClient(InternalHttp http) {
    this.http = http;
  }

  /** The API keys, masked unless they are to be revealed. */
  public Answer keys(ProjectRef ref, boolean reveal, Call call) {
    return http.get(STACKS.segment(ref.value()).segment("keys").with("reveal", reveal), call);
  }

  /** How to connect, without the password unless it is to be revealed. */
  public Answer connection(ProjectRef ref, boolean reveal, Call call) {
    return http.get(STACKS.segment(ref.value()).segment("connection").with("reveal", reveal), call);
  }
}
