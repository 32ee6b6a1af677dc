package io.rickyard.postgres;

/** Something else listens on the port a server was to be started on. */
public final class PortInUseException extends PostgresException {

  private static final long serialVersionUID = 1L;

  private final int port;

  public PortInUseException(int port) {
    super("Port " + port + " on 127.0.0.1 is used by another process.");
    this.port = port;
  }

  public int port() {
    return port;
  }
}
