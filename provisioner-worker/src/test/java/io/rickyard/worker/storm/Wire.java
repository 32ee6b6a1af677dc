package io.rickyard.worker.storm;

import io.rickyard.persistence.DatabaseRoles;
import io.rickyard.testing.TestDatabase;
import java.io.PrintWriter;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashSet;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * One process's connections to the database: a small pool that can be cut off, in the middle of
 * whatever is under way, and that can keep the answer to a commit to itself.
 */
final class Wire implements DataSource {

  /** PostgreSQL's own state for a broken connection. */
  private static final String BROKEN = "08006";

  private final TestDatabase database;
  private final Deque<Connection> idle = new ArrayDeque<>();
  private final Set<Connection> lent = new HashSet<>();
  private final Set<String> deafened = new HashSet<>();
  private boolean cut;

  Wire(TestDatabase database) {
    this.database = database;
  }

  /** Breaks every connection and lets none through until {@link #mend}. */
  synchronized void cut() {
    cut = true;
    lent.forEach(Wire::abort);
    idle.forEach(Wire::abort);
    idle.clear();
  }

  synchronized void mend() {
    cut = false;
  }

  synchronized boolean isCut() {
    return cut;
  }

  /** The next commit of a thread of that name takes place, but looks broken to it. */
  synchronized void loseAnswer(String thread) {
    deafened.add(thread);
  }

  @Override
  public Connection getConnection() throws SQLException {
    Connection real = take();
    return (Connection)
        Proxy.newProxyInstance(
            Wire.class.getClassLoader(), new Class<?>[] {Connection.class}, new Lent(real));
  }

  private Connection take() throws SQLException {
    synchronized (this) {
      refuseWhenCut();
      Connection ready = idle.pollFirst();
      if (ready != null) {
        lent.add(ready);
        return ready;
      }
    }
    Connection made =
        DriverManager.getConnection(
            database.url(),
            DatabaseRoles.login("provisioner"),
            TestDatabase.password("provisioner"));
    synchronized (this) {
      if (cut) {
        abort(made);
      }
      refuseWhenCut();
      lent.add(made);
    }
    return made;
  }

  private void refuseWhenCut() throws SQLException {
    if (cut) {
      throw new SQLException("The wire is cut", BROKEN);
    }
  }

  private synchronized void giveBack(Connection real) throws SQLException {
    if (lent.remove(real) && !cut && !real.isClosed()) {
      idle.addFirst(real);
    }
  }

  private synchronized boolean answerIsLost() {
    return deafened.remove(Thread.currentThread().getName());
  }

  private static void abort(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException e) {
      throw new IllegalStateException("A connection cannot be broken", e);
    }
  }

  private final class Lent implements InvocationHandler {

    private final Connection real;
    private boolean closed;

    Lent(Connection real) {
      this.real = real;
    }

    @Override
    public @Nullable Object invoke(
        Object proxy, Method method, @Nullable Object @Nullable [] arguments) throws Throwable {
      if (method.getName().equals("close")) {
        if (!closed) {
          closed = true;
          giveBack(real);
        }
        return null;
      }
      Object answer;
      try {
        answer = method.invoke(real, arguments);
      } catch (InvocationTargetException e) {
        throw e.getCause() == null ? e : e.getCause();
      }
      if (method.getName().equals("commit") && answerIsLost()) {
        abort(real);
        throw new SQLException("The answer to the commit is lost", BROKEN);
      }
      return answer;
    }
  }

  @Override
  public Connection getConnection(String username, String password) throws SQLException {
    throw new SQLFeatureNotSupportedException("A process has one login");
  }

  @Override
  public @Nullable PrintWriter getLogWriter() {
    return null;
  }

  @Override
  public void setLogWriter(PrintWriter out) {}

  @Override
  public void setLoginTimeout(int seconds) {}

  @Override
  public int getLoginTimeout() {
    return 0;
  }

  @Override
  public Logger getParentLogger() throws SQLFeatureNotSupportedException {
    throw new SQLFeatureNotSupportedException("There is no logger");
  }

  @Override
  public <T> T unwrap(Class<T> type) throws SQLException {
    throw new SQLException("A wire wraps nothing");
  }

  @Override
  public boolean isWrapperFor(Class<?> type) {
    return false;
  }
}
