package io.rickyard.gateway.doubles;

import java.io.DataInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;

/** The bridge's end of a WebSocket: says everything back, and closes when it hears "close". */
public final class SocketDouble implements AutoCloseable {

  private static final int CLOSE = 8;

  private final ServerSocket server;
  private final List<String> requestLines = new CopyOnWriteArrayList<>();
  private final CompletableFuture<Integer> closed = new CompletableFuture<>();

  /** Starts on a free port. */
  public SocketDouble() {
    try {
      server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofVirtual().start(this::accept);
  }

  /** Where it listens. */
  public URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort());
  }

  /** What it was asked with: the request line and the headers. */
  public List<String> requestLines() {
    return List.copyOf(requestLines);
  }

  /** Completes with the status under which the gateway closed. */
  public CompletableFuture<Integer> closed() {
    return closed.copy();
  }

  private void accept() {
    try (var socket = server.accept()) {
      var in = new DataInputStream(socket.getInputStream());
      greet(in, socket.getOutputStream());
      while (echo(in, socket)) {}
    } catch (IOException e) {
      closed.completeExceptionally(e);
    }
  }

  private void greet(DataInputStream in, OutputStream out) throws IOException {
    String key = "";
    for (String line = line(in); !line.isEmpty(); line = line(in)) {
      requestLines.add(line);
      if (line.toLowerCase(Locale.ROOT).startsWith("sec-websocket-key:")) {
        key = line.substring(line.indexOf(':') + 1).strip();
      }
    }
    String answer =
        "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            + "Sec-WebSocket-Accept: "
            + accept(key)
            + "\r\n\r\n";
    out.write(answer.getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  private boolean echo(DataInputStream in, Socket socket) throws IOException {
    int first = in.readUnsignedByte();
    int opcode = first & 0x0f;
    byte[] payload = payload(in);
    if (opcode == CLOSE) {
      closed.complete(payload.length < 2 ? 1005 : ByteBuffer.wrap(payload).getShort() & 0xffff);
      return false;
    }
    boolean end = new String(payload, StandardCharsets.UTF_8).equals("close");
    byte[] answer = end ? ByteBuffer.allocate(2).putShort((short) 4001).array() : payload;
    write(socket.getOutputStream(), end ? 0x80 | CLOSE : first, answer);
    return true;
  }

  private static byte[] payload(DataInputStream in) throws IOException {
    int length = in.readUnsignedByte() & 0x7f;
    if (length == 126) {
      length = in.readUnsignedShort();
    } else if (length == 127) {
      length = Math.toIntExact(in.readLong());
    }
    byte[] mask = in.readNBytes(4);
    byte[] payload = in.readNBytes(length);
    for (int i = 0; i < payload.length; i++) {
      payload[i] ^= mask[i % 4];
    }
    return payload;
  }

  private static void write(OutputStream out, int head, byte[] payload) throws IOException {
    out.write(head);
    if (payload.length < 126) {
      out.write(payload.length);
    } else if (payload.length < 65_536) {
      out.write(126);
      out.write(ByteBuffer.allocate(2).putShort((short) payload.length).array());
    } else {
      out.write(127);
      out.write(ByteBuffer.allocate(8).putLong(payload.length).array());
    }
    out.write(payload);
    out.flush();
  }

  private static String line(DataInputStream in) throws IOException {
    var line = new StringBuilder();
    for (int c = in.readUnsignedByte(); c != '\n'; c = in.readUnsignedByte()) {
      if (c != '\r') {
        line.append((char) c);
      }
    }
    return line.toString();
  }

  private static String accept(String key) {
    try {
      var sha1 = MessageDigest.getInstance("SHA-1");
      byte[] digest =
          sha1.digest(
              (key + "258EAFA5-E914-47DA-95CA-C5AB0DC85B11").getBytes(StandardCharsets.US_ASCII));
      return Base64.getEncoder().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() throws IOException {
    server.close();
  }
}
