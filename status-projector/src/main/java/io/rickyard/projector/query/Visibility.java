package io.rickyard.projector.query;

import io.rickyard.persistence.Transactions;
import io.rickyard.service.identity.Caller;
import io.rickyard.service.problem.ErrorCode;
import io.rickyard.service.problem.RequestRefused;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Whose things a caller may see: those of the organizations it belongs to. Our own services see
 * everything. What may not be seen is answered like what does not exist.
 */
@Singleton
public final class Visibility {

  private static final String OF_USER = "select organization from membership where user_id = ?";
  private static final String ALL = "select id from organization";

  private final Transactions transactions;

  Visibility(Transactions transactions) {
    this.transactions = transactions;
  }

  /** The organizations whose things a caller may see. */
  public List<String> organizations(Caller caller) {
    return switch (caller.kind()) {
      case SERVICE -> read(null);
      case SESSION, TOKEN -> read(caller.subject());
    };
  }

  /**
   * The same, narrowed to one if one is asked for.
   *
   * @throws RequestRefused when that one may not be seen
   */
  public List<String> organizations(Caller caller, @Nullable String wanted) {
    List<String> visible = organizations(caller);
    if (wanted == null) {
      return visible;
    }
    if (!visible.contains(wanted)) {
      throw new RequestRefused(ErrorCode.NOT_FOUND, "There is no such organization");
    }
    return List.of(wanted);
  }

  private List<String> read(@Nullable String user) {
    return transactions.ask(connection -> {
      try (PreparedStatement select = connection.prepareStatement(user == null ? ALL : OF_USER)) {
        if (user != null) {
          select.setString(1, user);
        }
        return column(select);
      }
    });
  }

  private static List<String> column(PreparedStatement select) throws SQLException {
    var organizations = new TreeSet<String>();
    try (ResultSet rows = select.executeQuery()) {
      while (rows.next()) {
        organizations.add(rows.getString(1));
      }
    }
    return List.copyOf(organizations);
  }
}
