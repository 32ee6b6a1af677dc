package io.rickyard.broker;

import static java.util.Objects.requireNonNull;

import java.nio.file.Path;
import java.util.List;

/**
 * What an embedded broker needs to know.
 *
 * @param dataDirectory where the logs are; made and formatted when it is not there or empty
 * @param clientPort the port on 127.0.0.1 for clients; 0 takes a free one
 * @param controllerPort the port on 127.0.0.1 on which the node talks to itself; 0 takes a free one
 * @param access who may use it
 * @param topics what is there after the start
 */
public record BrokerSettings(
    Path dataDirectory,
    int clientPort,
    int controllerPort,
    Access access,
    List<BrokerTopic> topics) {

  /** Checks the ports. */
  public BrokerSettings {
    requireNonNull(dataDirectory, "dataDirectory");
    requireNonNull(access, "access");
    topics = List.copyOf(topics);
    requirePort(clientPort, "clientPort");
    requirePort(controllerPort, "controllerPort");
    if (clientPort != 0 && clientPort == controllerPort) {
      throw new IllegalArgumentException("clientPort and controllerPort are both " + clientPort);
    }
  }

  private static void requirePort(int port, String name) {
    if (port < 0 || port > 65535) {
      throw new IllegalArgumentException(name + " is no port: " + port);
    }
  }
}
