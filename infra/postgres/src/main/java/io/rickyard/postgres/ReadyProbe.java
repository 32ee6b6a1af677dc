package io.rickyard.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.sql.SQLException;
import java.time.Duration;

/** Asks a server, over a real connection, whether it is ready and whose data it serves. */
final class ReadyProbe {

  private static final Duration ANSWER = Duration.ofSeconds(10);
  private static final String CANNOT_CONNECT_NOW = "57P03";
  private static final String CONNECTION_FAILURES = "08";

  private ReadyProbe() {}

  sealed interface Answer {
    record Ready(long systemIdentifier) implements Answer {}

    /** Nothing listens yet, or the server is still starting up or recovering. */
    record NotYet(SQLException reason) implements Answer {}

    /** It answered, and waiting will not help: a wrong password, a missing role. */
    record Refused(SQLException reason) implements Answer {}
  }

  static Answer ask(int port, Login login) {
    try (var connection = login.connect(port, ANSWER);
        var statement = connection.createStatement();
        var result = statement.executeQuery("select system_identifier from pg_control_system()")) {
      result.next();
      return new Answer.Ready(result.getLong(1));
    } catch (SQLException e) {
      var state = e.getSQLState() == null ? "" : e.getSQLState();
      return state.equals(CANNOT_CONNECT_NOW) || state.startsWith(CONNECTION_FAILURES)
          ? new Answer.NotYet(e)
          : new Answer.Refused(e);
    }
  }

  /** Whether a server could listen on this port of 127.0.0.1 now. */
  static boolean portIsFree(int port) {
    try (var socket = new ServerSocket()) {
      // As PostgreSQL does, or connections in TIME_WAIT would count as use.
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
