package io.rickyard.persistence;

import static java.util.Objects.requireNonNull;

import io.rickyard.messaging.Transaction;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Runs work in database transactions of their own, at the server's default isolation. */
public final class Transactions {

  private static final Logger LOG = LoggerFactory.getLogger(Transactions.class);

  private final DataSource dataSource;

  /** Takes its connections from a data source, best a pool. */
  public Transactions(DataSource dataSource) {
    this.dataSource = requireNonNull(dataSource, "dataSource");
  }

  /**
   * Commits the work, or rolls it back when it throws.
   *
   * @throws DatabaseUnavailable when the same work may succeed later
   * @throws StatementRefused when the data is at fault
   */
  public <T> T call(Work<T> work) {
    var open = new OpenTransaction();
    T result;
    try (Connection connection = dataSource.getConnection()) {
      connection.setAutoCommit(false);
      open.begin(connection);
      try {
        result = work.run(open);
        connection.commit();
      } catch (SQLException | RuntimeException | Error e) {
        rollBack(connection, e);
        throw e;
      } finally {
        restore(connection);
      }
    } catch (SQLException e) {
      open.rolledBack();
      throw SqlFailures.classify("A transaction", e);
    } catch (RuntimeException | Error e) {
      open.rolledBack();
      throw e;
    }
    open.committed();
    return result;
  }

  /** Like {@link #call}, for work without a result. */
  public void run(Task task) {
    var _ =
        call(transaction -> {
          task.run(transaction);
          return true;
        });
  }

  /**
   * Asks one thing, with one statement, which is a transaction by itself: none is begun for it, so
   * nobody waits until it has ended.
   *
   * @throws DatabaseUnavailable when the same question may be answered later
   * @throws StatementRefused when the data is at fault
   */
  public <T> T ask(Question<T> question) {
    try (Connection connection = dataSource.getConnection()) {
      return question.ask(connection);
    } catch (SQLException e) {
      throw SqlFailures.classify("A question", e);
    }
  }

  private static void rollBack(Connection connection, Throwable reason) {
    try {
      connection.rollback();
    } catch (SQLException e) {
      reason.addSuppressed(e);
    }
  }

  /** A connection that cannot be restored is broken, and the pool finds that out itself. */
  private static void restore(Connection connection) {
    try {
      connection.setAutoCommit(true);
    } catch (SQLException e) {
      LOG.debug("event=connection_not_restored state={}", e.getSQLState());
    }
  }

  /** Work with a result. */
  @FunctionalInterface
  public interface Work<T> {
    /** Does it on the transaction's connection. */
    T run(Transaction transaction) throws SQLException;
  }

  /** One statement that only reads. */
  @FunctionalInterface
  public interface Question<T> {
    /** Asks on this connection. */
    T ask(Connection connection) throws SQLException;
  }

  /** Work without a result. */
  @FunctionalInterface
  public interface Task {
    /** Does it on the transaction's connection. */
    void run(Transaction transaction) throws SQLException;
  }

  private static final class OpenTransaction implements Transaction {

    private final List<Runnable> afterCommit = new ArrayList<>();
    private final List<Runnable> afterRollback = new ArrayList<>();
    private @Nullable Connection connection;

    void begin(Connection opened) {
      connection = opened;
    }

    @Override
    public Connection connection() {
      return requireNonNull(connection, "the transaction has no connection");
    }

    @Override
    public void afterCommit(Runnable action) {
      afterCommit.add(action);
    }

    @Override
    public void afterRollback(Runnable action) {
      afterRollback.add(action);
    }

    void committed() {
      afterCommit.forEach(Runnable::run);
    }

    void rolledBack() {
      afterRollback.forEach(Runnable::run);
    }
  }
}
