package io.rickyard.bench;

import io.rickyard.broker.Access;
import io.rickyard.broker.BrokerSettings;
import io.rickyard.broker.BrokerTopic;
import io.rickyard.broker.EmbeddedBroker;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.postgres.Host;
import io.rickyard.postgres.Login;
import io.rickyard.postgres.PostgresBinaries;
import io.rickyard.postgres.PostgresServer;
import io.rickyard.postgres.RunAs;
import io.rickyard.postgres.ScramVerifier;
import io.rickyard.postgres.ServerSettings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * What the same machine does with the same brokers and servers when nothing of ours is in between.
 */
final class RawMachine {

  private static final String PASSWORD = "bench-bench-bench-bench";
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final int BATCH = 1_000;

  private final Path work;
  private final PostgresBinaries binaries;

  RawMachine(Path work) {
    this.work = work;
    this.binaries = PostgresBinaries.unpackInto(work.resolve("programs"));
  }

  /** initdb and start by hand, until a connection is answered, in nanoseconds. */
  long plainServerNanos(String name) throws IOException, InterruptedException {
    return new PlainServer(binaries, work, name).nanosUntilReady(freePort());
  }

  /** Durable inserts of rows the size of a task, a thousand to a commit. */
  double insertsPerSecond(int rows) throws IOException {
    int port = freePort();
    try (var server = server("inserts")) {
      server.start(port, ServerSettings.frugal(), login(), PATIENCE);
      try (var connection = login().connect(port, PATIENCE)) {
        try (var statement = connection.createStatement()) {
          statement.execute("create table task (id uuid primary key, input text not null)");
        }
        connection.setAutoCommit(false);
        long begun = System.nanoTime();
        try (var insert =
            connection.prepareStatement("insert into task values (gen_random_uuid(), ?)")) {
          for (int i = 1; i <= rows; i++) {
            insert.setString(1, "x".repeat(300));
            insert.addBatch();
            if (i % BATCH == 0) {
              insert.executeBatch();
              connection.commit();
            }
          }
        }
        return rows / ((System.nanoTime() - begun) / 1e9);
      } catch (SQLException e) {
        throw new IOException("The plain server refused the inserts", e);
      } finally {
        server.stop(PATIENCE);
      }
    }
  }

  /** Records the size of a command, written through to disk before each is acknowledged. */
  double kafkaPerSecond(int records) {
    try (var broker = EmbeddedBroker.start(brokerSettings("plain-broker"), _ -> {});
        var publisher =
            KafkaPublisher.open(KafkaSettings.open(broker.bootstrapServers(), "bench"))) {
      long begun = System.nanoTime();
      var pending = new ArrayList<CompletableFuture<?>>(records);
      byte[] value = "x".repeat(600).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      for (int i = 0; i < records; i++) {
        pending.add(
            publisher.publish(
                new OutgoingMessage(Topic.COMMANDS_NORMAL, Integer.toString(i), value, Map.of())));
      }
      pending.forEach(CompletableFuture::join);
      return records / ((System.nanoTime() - begun) / 1e9);
    }
  }

  /** What {@link RawPipe} does with the same load. */
  PipeFigures pipe(int count, int connections) throws IOException, InterruptedException {
    int port = freePort();
    try (var server = server("pipe");
        var broker = EmbeddedBroker.start(brokerSettings("pipe-broker"), _ -> {})) {
      server.start(port, ServerSettings.frugal(), login(), PATIENCE);
      try (var connection = login().connect(port, PATIENCE)) {
        return PipeFigures.measure(broker.bootstrapServers(), connection, count, connections);
      } catch (SQLException e) {
        throw new IOException("The plain server refused the pipe", e);
      } finally {
        server.stop(PATIENCE);
      }
    }
  }

  private PostgresServer server(String name) {
    var runAs = RunAs.choose(Host.local(), "rky-bench", List.of(work, binaries.home()));
    var server = PostgresServer.open(binaries, work.resolve(name), runAs);
    server.initialize("postgres", ScramVerifier.of(PASSWORD, new SecureRandom()));
    return server;
  }

  private BrokerSettings brokerSettings(String name) {
    return new BrokerSettings(
        work.resolve(name),
        0,
        0,
        new Access.Open(),
        List.of(
            new BrokerTopic(Topic.COMMANDS_NORMAL.topicName(), 2, Map.of("flush.messages", "1"))));
  }

  private static Login login() {
    return new Login("postgres", PASSWORD, "postgres");
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
