package io.rickyard.org.jdbc;

import io.rickyard.org.acceptance.Decisions;
import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.Once;
import io.rickyard.org.organization.UserId;

/** Keeps decisions beside the other answers that belong to keys. */
final class KeptDecisions implements Decisions {

  private final Sessions sessions;
  private final IdempotencyKeyTable keys;

  KeptDecisions(Sessions sessions, IdempotencyKeyTable keys) {
    this.sessions = sessions;
    this.keys = keys;
  }

  @Override
  public Once<String> keep(UserId user, IdempotencyKey key, String decision) {
    return sessions.as(user, session -> keys.once(session, key, () -> decision));
  }
}
