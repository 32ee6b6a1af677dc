package io.rickyard.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;

/**
 * One kept-alive HTTP/1.1 connection that sends the same request again and again. A full client
 * would take from the two cores what the measured services need.
 */
final class RawConnection implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] request;

  RawConnection(URI url, String token, String path, String body) throws IOException {
    this(
        url,
        "POST "
            + path
            + " HTTP/1.1\r\nHost: "
            + url.getHost()
            + ":"
            + url.getPort()
            + "\r\nAuthorization: Bearer "
            + token
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.getBytes(StandardCharsets.UTF_8).length
            + "\r\n\r\n"
            + body);
  }

  private RawConnection(URI url, String request) throws IOException {
    this.socket = new Socket(url.getHost(), url.getPort());
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream(), 16_384);
    this.out = new BufferedOutputStream(socket.getOutputStream(), 4_096);
    this.request = request.getBytes(StandardCharsets.UTF_8);
  }

  /** One that gets a path of a host that may have another name than the address. */
  static RawConnection getting(URI url, String host, String path) throws IOException {
    return new RawConnection(url, "GET " + path + " HTTP/1.1\r\nHost: " + host + "\r\n\r\n");
  }

  /** Posts once and returns the answer's body; throws when it is no 202. */
  String post() throws IOException {
    var answer = answer();
    if (!answer.status().contains(" 202 ")) {
      throw new IOException(answer.status() + ": " + answer.body());
    }
    return answer.body();
  }

  /** Gets once; throws when the answer is a failure of the server's side. */
  void get() throws IOException {
    var answer = answer();
    if (answer.status().contains(" 5")) {
      throw new IOException(answer.status() + ": " + answer.body());
    }
  }

  private record Answer(String status, String body) {}

  private Answer answer() throws IOException {
    out.write(request);
    out.flush();
    String status = line();
    int length = 0;
    boolean chunked = false;
    for (String header = line(); !header.isEmpty(); header = line()) {
      String lower = header.toLowerCase(java.util.Locale.ROOT);
      if (lower.startsWith("content-length:")) {
        length = Integer.parseInt(lower.substring(15).trim());
      }
      chunked |= lower.equals("transfer-encoding: chunked");
    }
    String body = chunked ? chunks() : new String(in.readNBytes(length), StandardCharsets.UTF_8);
    return new Answer(status, body);
  }

  private String chunks() throws IOException {
    var body = new StringBuilder();
    for (int size = chunkSize(); size > 0; size = chunkSize()) {
      body.append(new String(in.readNBytes(size), StandardCharsets.UTF_8));
      line();
    }
    line();
    return body.toString();
  }

  private int chunkSize() throws IOException {
    return Integer.parseInt(line().trim(), 16);
  }

  private String line() throws IOException {
    var line = new StringBuilder();
    for (int next = in.read(); next != '\n'; next = in.read()) {
      if (next < 0) {
        throw new IOException("The connection was closed");
      }
      if (next != '\r') {
        line.append((char) next);
      }
    }
    return line.toString();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
