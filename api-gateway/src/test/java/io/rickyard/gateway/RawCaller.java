package io.rickyard.gateway;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.time.Duration;

/** A client that says exactly what it is told to, on one connection. */
final class RawCaller implements AutoCloseable {

  private static final int LONGEST_WAIT_MILLIS = 20_000;

  private final Socket socket;
  private final InputStream in;

  RawCaller(URI gateway) throws IOException {
    this(new Socket(InetAddress.getLoopbackAddress(), gateway.getPort()));
  }

  /** Over a connection that somebody else has made. */
  RawCaller(Socket socket) throws IOException {
    this.socket = socket;
    in = new BufferedInputStream(socket.getInputStream());
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
      int next = in.read();
      if (next < 0) {
        throw new AssertionError("The connection ended after: " + heard.toString(UTF_8));
      }
      heard.write(next);
    }
    return heard.toString(UTF_8);
  }

  /** What comes before the connection ends. */
  String hearAll() throws IOException {
    return new String(in.readAllBytes(), UTF_8);
  }

  /** Whether something comes, or the connection ends, within this time. */
  boolean hears(Duration within) throws IOException {
    socket.setSoTimeout(Math.toIntExact(within.toMillis()));
    try {
      in.mark(1);
      var _ = in.read();
      in.reset();
      return true;
    } catch (SocketTimeoutException _) {
      return false;
    } finally {
      socket.setSoTimeout(LONGEST_WAIT_MILLIS);
    }
  }

  byte[] hear(int bytes) throws IOException {
    return in.readNBytes(bytes);
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
