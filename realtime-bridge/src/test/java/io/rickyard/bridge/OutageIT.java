package io.rickyard.bridge;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.testing.Eventually;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.StandardSocketOptions;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutageIT {

  private final Bridge bridge = new Bridge();
  private final String user = UUID.randomUUID().toString();
  private final String organization = Names.fresh();
  private final UUID task = UUID.randomUUID();

  @AfterEach
  void close() {
    bridge.close();
  }

  @Test
  void streamsGoOnWithoutLossOnceTheDatabaseIsBack() throws IOException, InterruptedException {
    // given
    bridge.status.member(user, organization);
    try (var stream = bridge.open(user, "/events", null)) {
      stream.await(1);

      // when
      bridge.database.away();
      bridge.status.task(task, organization, null, "queued"); // as the superuser
      bridge.database.back();
      bridge.status.task(task, organization, null, "running");

      // then
      Eventually.until(() -> stream.events().getLast().data().contains("running"));
      assertThat(stream.names()).startsWith("snapshot").doesNotContain("reset");
      assertThat(stream.names())
          .filteredOn(name -> !name.equals("position"))
          .hasSizeBetween(2, 3)
          .startsWith("snapshot");
    }
  }

  @Test
  void stopsWithinASecondWhileStreamsAreOpen() throws IOException, InterruptedException {
    // given
    bridge.status.member(user, organization);
    bridge.status.task(task, organization, null, "running");
    try (var events = bridge.open(user, "/events", null);
        var log = bridge.open(user, "/tasks/" + task + "/log", null);
        var socket = Phoenix.open(bridge.socket("vsn=2.0.0"))) {
      events.await(1);
      log.await(1);
      socket.say("[null,\"1\",\"phoenix\",\"heartbeat\",{}]");
      socket.await("phx_reply");

      // when
      long begun = System.nanoTime();
      bridge.stop();

      // then
      assertThat(Duration.ofNanos(System.nanoTime() - begun)).isLessThan(Duration.ofSeconds(1));
      Eventually.until(() -> events.ended() && log.ended());
    }
  }

  @Test
  void clientThatDoesNotReadCostsNobodyElseAnything() throws IOException, InterruptedException {
    // given: a client that never reads, and much to tell it
    bridge.status.member(user, organization);
    try (var slow = slowClient();
        var quick = bridge.open(user, "/events", null)) {
      quick.await(1);

      // when
      bridge.status.largeTasks(organization, 3_000, 5_000);
      var last = UUID.randomUUID();
      bridge.status.task(last, organization, null, "queued");

      // then
      Eventually.until(() -> quick.events().getLast().data().contains(last.toString()));
      assertThat(quick.names()).doesNotContain("lagging");
      assertThat(new String(slow.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          .contains("event: lagging");
    }
  }

  private Socket slowClient() throws IOException {
    var address = bridge.at("/events");
    var socket = new Socket();
    socket.setOption(StandardSocketOptions.SO_RCVBUF, 4_096);
    socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), address.getPort()));
    socket
        .getOutputStream()
        .write(
            """
            GET /events HTTP/1.1
            Host: localhost
            Connection: close
            Accept: text/event-stream
            Authorization: Bearer %s

            """
                .formatted(bridge.issuer.session(user))
                .replace("\n", "\r\n")
                .getBytes(StandardCharsets.UTF_8));
    return socket;
  }
}
