package io.rickyard.systemtests;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A project's database, opened the way its owner would: by the connection string. */
record ProjectDatabase(URI address) {

  static ProjectDatabase at(String connectionString) {
    return new ProjectDatabase(URI.create(connectionString));
  }

  Connection connect() throws SQLException {
    return connect(URLDecoder.decode(login()[0], StandardCharsets.UTF_8));
  }

  /** The same as another user; one that there is not is refused, and the server's log says so. */
  Connection connect(String user) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:postgresql://" + address.getHost() + ":" + address.getPort() + address.getPath(),
        user,
        URLDecoder.decode(login()[1], StandardCharsets.UTF_8));
  }

  private String[] login() {
    return address.getRawUserInfo().split(":", 2);
  }

  /** The first column of the first row of a statement run as a role. */
  String ask(String role, String sql) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("set role " + role);
      try (var rows = statement.executeQuery(sql)) {
        rows.next();
        return rows.getString(1);
      }
    }
  }

  /** Runs statements as a role. */
  void run(String role, String... statements) throws SQLException {
    try (var connection = connect();
        var statement = connection.createStatement()) {
      statement.execute("set role " + role);
      for (String sql : statements) {
        statement.execute(sql);
      }
    }
  }
}
