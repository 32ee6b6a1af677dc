package io.rickyard.org.acceptance;

import io.rickyard.contracts.Position;

/** Where work is accepted. */
public interface Acceptances {

  /**
   * Accepts work, or answers as before when the idempotency key says that it was accepted.
   * Everything is decided and written in one transaction; when this returns, it is durable.
   *
   * @throws io.rickyard.org.refusal.Refused when it is not accepted; then nothing has happened
   */
  Acceptance accept(WorkOrder order);

  /** The command was sent and stands there. Saying so again changes nothing. */
  void sent(OutboxId id, Position position);
}
