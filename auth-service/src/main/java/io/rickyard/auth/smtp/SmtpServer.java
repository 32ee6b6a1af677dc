package io.rickyard.auth.smtp;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

/**
 * Where mail is handed over.
 *
 * @param host the server
 * @param port its port
 * @param security how the connection is protected
 * @param username who hands it over, where the server asks for that
 * @param password that one's password
 * @param from the address that messages come from
 * @param name the name beside that address
 */
public record SmtpServer(
    String host,
    int port,
    Security security,
    @Nullable String username,
    @Nullable String password,
    String from,
    String name) {

  /** How a connection is protected. */
  public enum Security {
    /** Begun in the clear and encrypted before anything is said, or given up. */
    STARTTLS,
    /** Encrypted from its beginning. */
    TLS,
    /** Not at all: for a server on the same machine. */
    NONE
  }

  /** Checks that nothing required is missing. */
  public SmtpServer {
    requireNonNull(host, "host");
    requireNonNull(security, "security");
    requireNonNull(from, "from");
    requireNonNull(name, "name");
  }

  @Override
  public String toString() {
    return "SmtpServer[" + host + ":" + port + "]";
  }
}
