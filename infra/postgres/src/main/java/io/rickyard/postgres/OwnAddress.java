package io.rickyard.postgres;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Optional;

/**
 * The loopback address from which an installation opens the servers on its machine, so that their
 * pg_hba.conf can tell it from other programs there. It is no secret and keeps out nobody who means
 * harm: whoever comes from it still needs a password.
 *
 * <p>Linux has all of 127.0.0.0/8. Where a system has 127.0.0.1 alone, that has to do, and a server
 * cannot tell them apart.
 */
public final class OwnAddress {

  private static final String OWN = "127.82.89.1";
  private static final String USUAL = "127.0.0.1";
  private static final boolean USABLE = usable();

  private OwnAddress() {}

  /** The address, where the system has it. */
  public static Optional<String> find() {
    return USABLE ? Optional.of(OWN) : Optional.empty();
  }

  /** The address that servers let in in any case. */
  static String text() {
    return find().orElse(USUAL);
  }

  private static boolean usable() {
    try (var socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.ofLiteral(OWN), 0));
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
