package io.rickyard.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;

/** A client that says exactly what it is told to, on one connection. */
final class RawCaller implements AutoCloseable {

  private static final int LONGEST_WAIT_MILLIS = 20_000;

  private final Socket socket;

  RawCaller(URI gateway) throws IOException {
    socket = new Socket(InetAddress.getLoopbackAddress(), gateway.getPort());
    socket.setSoTimeout(LONGEST_WAIT_MILLIS);
  }

  /** Over a connection that somebody else has made. */
  RawCaller(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(LONGEST_WAIT_MILLIS);
  }

  RawCaller say(String text) throws IOException {
    return say(text.getBytes(UTF_8));
  }

  RawCaller say(byte[] bytes) throws IOException {
    socket.getOutputStream().write(bytes);
    socket.getOutputStream().flush();
    return this;
  }

  /** What comes up to and with this text. */
  String hearUntil(String end) throws IOException {
    var heard = new ByteArrayOutputStream();
    while (!heard.toString(ISO_8859_1).endsWith(end)) {
      int next = socket.getInputStream().read();
      if (next < 0) {
        throw new AssertionError("The connection ended after: " + heard.toString(UTF_8));
      }
      heard.write(next);
    }
    return heard.toString(UTF_8);
  }

  /** What comes before the connection ends. */
  String hearAll() throws IOException {
    return new String(socket.getInputStream().readAllBytes(), UTF_8);
  }

  byte[] hear(int bytes) throws IOException {
    return socket.getInputStream().readNBytes(bytes);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
