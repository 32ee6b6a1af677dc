package io.rickyard.auth.token;

import io.rickyard.auth.session.Session;
import io.rickyard.auth.session.SessionId;
import java.time.Instant;
import java.util.Optional;

/** Keeps the handles under which browsers hold sessions. A handle ends with its session. */
public interface BrowserHandles {

  /** Keeps a handle to a session. */
  void add(OpaqueToken handle, SessionId session, Instant now);

  /** The session behind a handle, also one that has ended. */
  Optional<Session> find(OpaqueToken handle);
}
