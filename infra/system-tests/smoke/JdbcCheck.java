import java.sql.DriverManager;

/** Opens a project's database as a person would, and writes or reads one row that must survive a restart. */
class JdbcCheck {
  public static void main(String[] arguments) throws Exception {
    var uri = java.net.URI.create(arguments[0]);
    var login = uri.getUserInfo().split(":", 2);
    var url = "jdbc:postgresql://" + uri.getHost() + ":" + uri.getPort() + uri.getPath();
    var password = java.net.URLDecoder.decode(login[1], java.nio.charset.StandardCharsets.UTF_8);
    try (var connection = DriverManager.getConnection(url, login[0], password);
        var statement = connection.createStatement()) {
      if (arguments[1].equals("write")) {
        statement.execute("create table smoke (note text not null)");
        statement.execute("insert into smoke values ('still here')");
      }
      try (var rows = statement.executeQuery("select note, current_user from smoke")) {
        if (!rows.next() || !rows.getString(1).equals("still here")) {
          throw new IllegalStateException("The row that was written is not there");
        }
        System.out.println("JDBC: read '" + rows.getString(1) + "' as " + rows.getString(2));
      }
    }
  }
}
