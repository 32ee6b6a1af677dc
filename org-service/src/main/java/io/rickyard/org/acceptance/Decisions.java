package io.rickyard.org.acceptance;

import io.rickyard.org.organization.IdempotencyKey;
import io.rickyard.org.organization.Once;
import io.rickyard.org.organization.UserId;

/** What the gateway decided about requests that change nothing here, by their idempotency keys. */
public interface Decisions {

  /** Keeps a decision, or finds the one that was kept under this key. */
  Once<String> keep(UserId user, IdempotencyKey key, String decision);
}
