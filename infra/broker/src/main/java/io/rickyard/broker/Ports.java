package io.rickyard.broker;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Finds out before Kafka does whether a port can be had, because it can say so plainly. */
final class Ports {

  private Ports() {}

  /** The port itself when it is free, any free one for 0. */
  static int claim(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(BrokerConfiguration.HOST), port));
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new BrokerStartFailed(
          "Port %d on %s is in use or not allowed: %s"
              .formatted(port, BrokerConfiguration.HOST, e.getMessage()),
          e);
    }
  }

  /** The same for a second port: what is free may be what was found free a moment ago. */
  static int claimOtherThan(int taken, int port) {
    int claimed = claim(port);
    while (claimed == taken && port == 0) {
      claimed = claim(port);
    }
    return claimed;
  }
}
