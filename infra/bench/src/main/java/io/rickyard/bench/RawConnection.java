package io.rickyard.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * One kept-alive HTTP/1.1 connection that sends the same request again and again. A full client
 * would take from the two cores what the measured services need.
 */
final class RawConnection implements AutoCloseable {

  private final Socket socket;
  private final InputStream in;
  private final OutputStream out;
  private final byte[] request;

  private RawConnection(URI url, String request) throws IOException {
    this.socket = new Socket(url.getHost(), url.getPort());
    socket.setTcpNoDelay(true);
    this.in = new BufferedInputStream(socket.getInputStream(), 16_384);
    this.out = new BufferedOutputStream(socket.getOutputStream(), 4_096);
    this.request = request.getBytes(StandardCharsets.UTF_8);
  }

  /** One that posts JSON, with these headers. */
  static RawConnection posting(URI url, String path, Map<String, String> headers, String body)
      throws IOException {
    var all = new LinkedHashMap<>(headers);
    all.put("Content-Type", "application/json");
    all.put("Content-Length", "" + body.getBytes(StandardCharsets.UTF_8).length);
    return new RawConnection(url, head("POST", path, url.getAuthority(), all) + body);
  }

  /** One that gets a path, with these headers. */
  static RawConnection getting(URI url, String path, Map<String, String> headers)
      throws IOException {
    return new RawConnection(url, head("GET", path, url.getAuthority(), headers));
  }

  /** One that gets a path of a host that may have another name than the address. */
  static RawConnection getting(URI url, String host, String path) throws IOException {
    return new RawConnection(url, head("GET", path, host, Map.of()));
  }

  /** The header that shows a token. */
  static Map<String, String> bearer(String token) {
    return Map.of("Authorization", "Bearer " + token);
  }

  private static String head(String method, String path, String host, Map<String, String> headers) {
    var head = new StringBuilder(method + " " + path + " HTTP/1.1\r\nHost: " + host + "\r\n");
    headers.forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    return head.append("\r\n").toString();
  }

  /** Sends once and returns the answer's body; throws when it has another status. */
  String send(int status) throws IOException {
    var answer = answer();
    if (!answer.status().contains(" " + status + " ")) {
      throw new IOException(answer.status() + ": " + answer.body());
    }
    return answer.body();
  }

  /** Sends once; throws when the answer is a failure of the server's side. */
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
      String lower = header.toLowerCase(Locale.ROOT);
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
