package io.rickyard.auth.jdbc;

import io.rickyard.auth.account.Invitations;
import io.rickyard.auth.user.EmailAddress;
import io.rickyard.persistence.Transactions;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.time.Instant;

/** The table {@code invited_address}. */
@Singleton
final class InvitedAddressTable implements Invitations {

  private static final String INVITE =
      """
      insert into invited_address (email, expires_at) values (?, ?)
      on conflict (email) do update
         set expires_at = greatest(invited_address.expires_at, excluded.expires_at)
      """;

  private static final String INVITED =
      "select 1 from invited_address where email = ? and expires_at > ?";

  private final Transactions transactions;

  InvitedAddressTable(Transactions transactions) {
    this.transactions = transactions;
  }

  @Override
  public void invite(EmailAddress address, Instant until) {
    transactions.run(transaction -> {
      try (var insert = transaction.connection().prepareStatement(INVITE)) {
        insert.setString(1, address.value());
        insert.setObject(2, Timestamps.at(until));
        insert.executeUpdate();
      }
    });
  }

  @Override
  public boolean invited(EmailAddress address, Instant now) {
    return transactions.call(transaction -> {
      try (var select = transaction.connection().prepareStatement(INVITED)) {
        select.setString(1, address.value());
        select.setObject(2, Timestamps.at(now));
        try (ResultSet rows = select.executeQuery()) {
          return rows.next();
        }
      }
    });
  }
}
