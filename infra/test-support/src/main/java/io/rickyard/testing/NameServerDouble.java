package io.rickyard.testing;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** A name server that knows some TXT records and says of all other names that there are none. */
public final class NameServerDouble implements AutoCloseable {

  private static final int HEADER = 12;
  private static final int NO_SUCH_NAME = 3;
  private static final int REFUSED = 5;

  private final DatagramSocket socket;
  private final Map<String, List<String>> texts = new ConcurrentHashMap<>();
  private volatile boolean refusing;

  /** Starts on a free port. */
  public NameServerDouble() {
    try {
      socket = new DatagramSocket(0, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    Thread.ofPlatform().daemon().start(this::serve);
  }

  /** Its host and port. */
  public String address() {
    return "127.0.0.1:" + socket.getLocalPort();
  }

  /** From now on it knows these records of a name. */
  public void publish(String name, String... says) {
    texts.put(name, List.of(says));
  }

  /** Whether it refuses to answer. */
  public void refuse(boolean now) {
    refusing = now;
  }

  private void serve() {
    var packet = new DatagramPacket(new byte[512], 512);
    try {
      while (true) {
        socket.receive(packet);
        var answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
      }
    } catch (IOException e) {
      // Closed: the test is over.
    }
  }

  private byte[] answer(byte[] question) {
    var labels = new ArrayList<String>();
    var at = HEADER;
    for (; question[at] != 0; at += question[at] + 1) {
      labels.add(new String(question, at + 1, question[at], US_ASCII));
    }
    var end = at + 5;
    var says = texts.get(String.join(".", labels).toLowerCase(Locale.ROOT));
    var code = refusing ? REFUSED : says == null ? NO_SUCH_NAME : 0;
    var records = code == 0 && says != null ? says : List.<String>of();
    var out = new ByteArrayOutputStream();
    out.write(question, 0, 2);
    out.writeBytes(new byte[] {(byte) 0x81, (byte) (0x80 | code), 0, 1});
    out.writeBytes(new byte[] {0, (byte) records.size(), 0, 0, 0, 0});
    out.write(question, HEADER, end - HEADER);
    for (var text : records) {
      var bytes = text.getBytes(US_ASCII);
      out.writeBytes(new byte[] {(byte) 0xc0, HEADER, 0, 16, 0, 1, 0, 0, 0, 0});
      out.writeBytes(new byte[] {0, (byte) (bytes.length + 1), (byte) bytes.length});
      out.writeBytes(bytes);
    }
    return out.toByteArray();
  }

  @Override
  public void close() {
    socket.close();
  }
}
