package io.rickyard.testing;

import io.rickyard.broker.Access;
import io.rickyard.broker.BrokerSettings;
import io.rickyard.broker.BrokerTopic;
import io.rickyard.broker.EmbeddedBroker;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.KafkaSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;

/**
 * A Kafka broker in this JVM with all of Rickyard's topics, empty and open to everybody. Starts in
 * about half a second, so tests best take a fresh one each.
 */
public final class TestBroker implements AutoCloseable {

  private final Path directory;
  private final AtomicReference<EmbeddedBroker> broker = new AtomicReference<>();
  private int clientPort;

  private TestBroker(Path directory) {
    this.directory = directory;
  }

  /** Starts a fresh one. */
  public static TestBroker start() {
    try {
      var broker =
          new TestBroker(Files.createTempDirectory(TestDirectories.ofThisProcess(), "broker-"));
      broker.back();
      return broker;
    } catch (IOException e) {
      throw new UncheckedIOException("There is no directory for a broker", e);
    }
  }

  /** Where clients connect. */
  public String bootstrapServers() {
    return "127.0.0.1:" + clientPort;
  }

  /** How a client of that name connects. */
  public KafkaSettings settings(String clientId) {
    return KafkaSettings.open(bootstrapServers(), clientId);
  }

  /** Stops it and keeps its messages, until {@link #back}. */
  public void away() {
    EmbeddedBroker running = broker.getAndSet(null);
    if (running != null) {
      running.close();
    }
  }

  /** Starts it again, on the same port. */
  public void back() {
    var started =
        EmbeddedBroker.start(
            new BrokerSettings(directory, clientPort, 0, new Access.Open(), topics()),
            TestBroker::halted);
    clientPort =
        Integer.parseInt(
            started.bootstrapServers().substring(started.bootstrapServers().indexOf(':') + 1));
    broker.set(started);
  }

  @Override
  public void close() {
    away();
    TestDirectories.delete(directory);
  }

  private static void halted(String reason) {
    throw new AssertionError(reason);
  }

  private static List<BrokerTopic> topics() {
    return Arrays.stream(Topic.values())
        .flatMap(topic ->
            Stream.of(
                new BrokerTopic(topic.topicName(), topic.partitions(), Map.of()),
                new BrokerTopic(topic.deadLetterName(), 1, Map.of())))
        .toList();
  }
}
