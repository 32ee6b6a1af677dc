package io.rickyard.systemtests;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.ThreadLocalRandom;

/**
 * A port that nobody listens on, below those that the operating system gives to connections: one of
 * them would be taken by somebody's connection before it is listened on.
 */
public final class FreePort {

  private static final int FIRST = 10_000;
  private static final int LAST = 20_000;
  private static final int TRIES = 100;

  private FreePort() {}

  /** Finds one. */
  public static int find() throws IOException {
    for (int i = 0; i < TRIES; i++) {
      int port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
      if (isFree(port)) {
        return port;
      }
    }
    throw new IOException("No port between %d and %d is free".formatted(FIRST, LAST));
  }

  private static boolean isFree(int port) {
    try (var _ = new ServerSocket(port, 1, InetAddress.getLoopbackAddress())) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
