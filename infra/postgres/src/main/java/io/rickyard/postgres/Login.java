package io.rickyard.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;
import org.jspecify.annotations.Nullable;

/**
 * A role, its password and a database: what opens a connection to a server on this machine.
 *
 * @param source from which address of this machine, if that matters to the server
 */
public record Login(String role, String password, String database, @Nullable String source) {

  private static final String THIS_MACHINE = "127.0.0.1";
  private static final Duration CONNECT = Duration.ofSeconds(5);
  private static final String NOT_LET_IN = "28000";

  /** One from wherever. */
  public Login(String role, String password, String database) {
    this(role, password, database, null);
  }

  /** The same by the installation, which servers on this machine know by its own address. */
  public Login ofInstallation() {
    return new Login(role, password, database, OwnAddress.find().orElse(null));
  }

  /** From where to open a server at this host; empty where that is all the same. */
  public Optional<String> sourceTo(String host) {
    return host.equals(THIS_MACHINE) ? Optional.ofNullable(source) : Optional.empty();
  }

  /** Connects on this machine, with time-outs: 5 s to connect, and as given for each answer. */
  public Connection connect(int port, Duration answerWithin) throws SQLException {
    return connect(THIS_MACHINE, port, answerWithin);
  }

  /** The same at another address. */
  public Connection connect(String host, int port, Duration answerWithin) throws SQLException {
    var properties = new Properties();
    properties.setProperty("user", role);
    properties.setProperty("password", password);
    properties.setProperty("connectTimeout", Long.toString(CONNECT.toSeconds()));
    properties.setProperty("socketTimeout", Long.toString(Math.max(1, answerWithin.toSeconds())));
    // Both would cost a round trip; the server has neither.
    properties.setProperty("sslmode", "disable");
    properties.setProperty("gssEncMode", "disable");
    properties.setProperty("ApplicationName", "rickyard");
    var from = sourceTo(host);
    if (from.isEmpty()) {
      return DriverManager.getConnection(url(host, port), properties);
    }
    try {
      var ours = new Properties();
      ours.putAll(properties);
      ours.setProperty("localSocketAddress", from.get());
      return DriverManager.getConnection(url(host, port), ours);
    } catch (SQLException e) {
      // A server that an earlier release has started knows of no such address.
      if (NOT_LET_IN.equals(e.getSQLState())) {
        return DriverManager.getConnection(url(host, port), properties);
      }
      throw e;
    }
  }

  /** The JDBC address, without the password. */
  public String url(int port) {
    return url(THIS_MACHINE, port);
  }

  /** The same at another address. */
  public String url(String host, int port) {
    return "jdbc:postgresql://" + host + ":" + port + "/" + database;
  }

  @Override
  public String toString() {
    return "Login[role=" + role + ", database=" + database + "]";
  }
}
