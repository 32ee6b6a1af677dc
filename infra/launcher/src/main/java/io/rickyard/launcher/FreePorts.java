package io.rickyard.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.ArrayList;
import java.util.List;

/** Ports on loopback for what only the installation itself talks to. */
final class FreePorts {

  private FreePorts() {}

  /** So many different ports that nobody listens on now. */
  static List<Integer> take(int count) {
    var sockets = new ArrayList<ServerSocket>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getLoopbackAddress()));
      }
      return sockets.stream().map(ServerSocket::getLocalPort).toList();
    } catch (IOException e) {
      throw new LaunchFailed("No free port was found on this machine: " + e.getMessage(), e);
    } finally {
      for (ServerSocket socket : sockets) {
        closeQuietly(socket);
      }
    }
  }

  /**
   * Makes sure that the port people use is free.
   *
   * @throws LaunchFailed when something listens there
   */
  static void require(String host, int port) {
    try (var socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(host, port), 1);
    } catch (IOException e) {
      throw new LaunchFailed(
          "Port %d is in use by another program (%s). Stop that, or choose another with --port."
              .formatted(port, e.getMessage()),
          e);
    }
  }

  private static void closeQuietly(ServerSocket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new LaunchFailed("A port could not be given back: " + e.getMessage(), e);
    }
  }
}
