package io.rickyard.broker;

/** The embedded broker could not start; the message says what stood in the way. */
public final class BrokerStartFailed extends RuntimeException {

  private static final long serialVersionUID = 1L;

  BrokerStartFailed(String message) {
    super(message);
  }

  BrokerStartFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
