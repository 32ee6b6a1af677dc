package io.rickyard.projector.query;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;

/** Tells row level security whose rows a transaction may see; without it, it sees none. */
public final class Sight {

  private static final String SEE = "select set_config('rickyard.organizations', ?, true)";

  private Sight() {}

  /** This transaction sees these organizations' rows. */
  public static void of(Connection connection, Collection<String> organizations)
      throws SQLException {
    see(connection, String.join(",", organizations));
  }

  /** This transaction works for all organizations, as projecting does. */
  public static void everything(Connection connection) throws SQLException {
    see(connection, "*");
  }

  private static void see(Connection connection, String whose) throws SQLException {
    try (PreparedStatement see = connection.prepareStatement(SEE)) {
      see.setString(1, whose);
      see.execute();
    }
  }
}
