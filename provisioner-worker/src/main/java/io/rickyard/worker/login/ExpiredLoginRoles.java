package io.rickyard.worker.login;

import io.rickyard.worker.pass.Passes;
import io.rickyard.worker.runtime.StackLogins;
import io.rickyard.worker.stack.StackLedger;
import io.rickyard.worker.stack.StackRecord;
import io.rickyard.worker.stack.StackState;
import io.rickyard.worker.stack.StackVault;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes the roles whose time is over, now and then. Of a project that does not run they stay: no
 * session can begin there, and the server itself knows when they end. They are tried again later.
 */
public final class ExpiredLoginRoles implements AutoCloseable {

  private static final Logger LOG = LoggerFactory.getLogger(ExpiredLoginRoles.class);
  private static final Duration LATER = Duration.ofMinutes(5);

  private final LoginRoles roles;
  private final LoginRoleTable table;
  private final StackLedger ledger;
  private final StackVault vault;
  private final Clock clock;
  private final Duration interval;
  private final Passes passes;

  /** Begins at once, and goes on after each such time. */
  public ExpiredLoginRoles(
      LoginRoles roles,
      LoginRoleTable table,
      StackLedger ledger,
      StackVault vault,
      Clock clock,
      Duration interval) {
    this.roles = roles;
    this.table = table;
    this.ledger = ledger;
    this.vault = vault;
    this.clock = clock;
    this.interval = interval;
    this.passes = Passes.atOnce("expired-login-roles", interval, this::passSafely);
  }

  /** Part of the loop that owns the thread: the database may be away, and is asked again. */
  private void passSafely() {
    try {
      for (var row : table.ended(clock.instant())) {
        removeSafely(row);
      }
    } catch (RuntimeException | SQLException e) {
      LOG.warn("event=login_roles_kept next_try={} reason=\"{}\"", interval, e.toString());
    }
  }

  private void removeSafely(LoginRoleTable.Row row) throws SQLException {
    var stack = ledger.find(row.project());
    if (stack.isEmpty() || stack.get().state() instanceof StackState.Removed) {
      table.remove(row);
      return;
    }
    try {
      if (!remove(row, stack.get())) {
        table.postpone(row, clock.instant().plus(LATER));
      }
    } catch (SQLException e) {
      LOG.warn(
          "event=login_role_kept stack={} role={} next_try={} reason=\"{}\"",
          row.project(),
          row.role(),
          LATER,
          e.getMessage());
      table.postpone(row, clock.instant().plus(LATER));
    }
  }

  private boolean remove(LoginRoleTable.Row row, StackRecord stack) throws SQLException {
    var database = stack.database();
    var secrets = vault.open(stack.project());
    if (database == null || secrets.isEmpty() || !stack.state().runs()) {
      return false;
    }
    roles.remove(row, database, StackLogins.superuser(secrets.get()));
    return true;
  }

  @Override
  public void close() {
    passes.close();
  }
}
