package io.rickyard.broker;

/**
 * Kafka would have ended the JVM here, because a log directory failed or its controller met what it
 * could not survive. Thrown in Kafka's own threads in place of that end, so that they stop.
 */
final class BrokerHalted extends Error {

  private static final long serialVersionUID = 1L;

  BrokerHalted(String message) {
    super(message);
  }
}
