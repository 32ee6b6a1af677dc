package io.rickyard.gateway.doubles;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** Listens where a stack's gateway would, and does with each connection what a test says. */
public final class StackGatewayDouble implements AutoCloseable {

  /** What is done with a connection, on a thread of its own. */
  @FunctionalInterface
  public interface Conversation {
    /** Until it returns, the connection is open. */
    void with(Socket socket) throws Exception;
  }

  private final ServerSocket server;
  private final Conversation conversation;

  /** Starts on a free port. */
  public StackGatewayDouble(Conversation conversation) {
    this.conversation = conversation;
    try {
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public int port() {
    return server.getLocalPort();
  }

  private void accept() {
    try {
      while (true) {
        var socket = server.accept();
        Thread.ofVirtual().start(() -> talk(socket));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private void talk(Socket socket) {
    try (socket) {
      conversation.with(socket);
    } catch (Exception e) {
      throw new AssertionError("The conversation broke", e);
    }
  }

  @Override
  public void close() {
    try {
      server.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
