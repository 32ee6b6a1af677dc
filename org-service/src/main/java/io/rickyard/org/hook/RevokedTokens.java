package io.rickyard.org.hook;

import io.rickyard.messaging.Transaction;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;

/** Which access tokens were made void. What hooks act with them is refused from then on. */
public interface RevokedTokens {

  /** Keeps that a token is void, within the caller's transaction; the same may come again. */
  void revoke(Transaction transaction, UUID token, Instant at) throws SQLException;
}
