package io.rickyard.org.organization;

import io.rickyard.messaging.Transaction;
import java.sql.SQLException;

/** What becomes of organizations when an account is no more. */
public interface Departures {

  /**
   * Ends the account's memberships and revokes the invitations it made. Where it was the last
   * owner, the strongest of the others, and of several the one who has been there longest, becomes
   * an owner. Where there is nobody else, it stays what it was: an organization always has an
   * owner, and nobody can be the one who is gone.
   *
   * @param deed what is told of it: who deleted the account
   * @param user whose account it was
   */
  void depart(Transaction transaction, Deed deed, UserId user) throws SQLException;
}
