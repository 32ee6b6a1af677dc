package io.rickyard.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;

/** A role, its password and a database: what opens a connection to a server on this machine. */
public record Login(String role, String password, String database) {

  private static final String THIS_MACHINE = "127.0.0.1";
  private static final Duration CONNECT = Duration.ofSeconds(5);

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
    return DriverManager.getConnection(url(host, port), properties);
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
