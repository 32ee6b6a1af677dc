package io.rickyard.worker.http;

import io.micronaut.core.annotation.Introspected;
import io.rickyard.contracts.stack.DatabaseEndpoint;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * How to open a project's database.
 *
 * @param host a name or address
 * @param port its port
 * @param database the database's name
 * @param user the role that people use
 * @param password its password, where it was asked for
 * @param connectionString all of it as a URI
 * @param version the server's
 * @param jwtSecret what signs the project's tokens, where the password was asked for
 */
@Introspected
record Connection(
    String host,
    int port,
    String database,
    String user,
    @Nullable String password,
    String connectionString,
    String version,
    @Nullable String jwtSecret) {

  private static final String USER = "postgres";

  static Connection to(
      DatabaseEndpoint endpoint, @Nullable String password, @Nullable String jwtSecret) {
    String shown =
        password == null
            ? "[YOUR-PASSWORD]"
            : URLEncoder.encode(password, StandardCharsets.UTF_8).replace("+", "%20");
    return new Connection(
        endpoint.host(),
        endpoint.port(),
        endpoint.database(),
        USER,
        password,
        "postgresql://%s:%s@%s:%d/%s"
            .formatted(USER, shown, endpoint.host(), endpoint.port(), endpoint.database()),
        endpoint.version(),
        jwtSecret);
  }
}
