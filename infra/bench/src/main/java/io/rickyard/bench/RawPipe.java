package io.rickyard.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.OutgoingMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;

/**
 * The least that could call itself what Rickyard is: HTTP in, Kafka with a flush for each message,
 * one durable batch insert for each poll. No identity, no order, no fairness, no retries, no
 * events.
 */
final class RawPipe implements AutoCloseable {

  private static final String TOPIC = Topic.COMMANDS_NORMAL.topicName();

  private final HttpServer http;
  private final KafkaPublisher publisher;
  private final KafkaConsumer<String, byte[]> consumer;
  private final Connection database;
  private final Consumer<String> done;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread inserting;

  /**
   * Opens it.
   *
   * @param bootstrapServers a broker that has the topic for normal commands, with two partitions
   * @param database where the rows go
   * @param done told each id after its row was committed, on one thread
   */
  RawPipe(String bootstrapServers, Connection database, Consumer<String> done)
      throws IOException, SQLException {
    this.database = database;
    this.done = done;
    this.publisher = KafkaPublisher.open(KafkaSettings.open(bootstrapServers, "pipe"));
    this.consumer = consumer(bootstrapServers);
    try (var statement = database.createStatement()) {
      statement.execute("create table piped (id uuid primary key, input text not null)");
    }
    database.setAutoCommit(false);
    this.http = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 256);
    http.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    http.createContext("/", this::take);
    this.inserting = Thread.ofPlatform().name("raw-pipe").start(this::insert);
    http.start();
  }

  /** Where to post. */
  URI url() {
    return URI.create("http://127.0.0.1:" + http.getAddress().getPort());
  }

  private void take(HttpExchange exchange) throws IOException {
    byte[] body = exchange.getRequestBody().readAllBytes();
    String id = UUID.randomUUID().toString();
    int status = 202;
    try {
      publisher.publish(new OutgoingMessage(Topic.COMMANDS_NORMAL, id, body, Map.of())).join();
    } catch (CompletionException _) {
      status = 503;
    }
    byte[] answer = ("{\"id\":\"" + id + "\"}").getBytes(UTF_8);
    exchange.sendResponseHeaders(status, answer.length);
    exchange.getResponseBody().write(answer);
    exchange.close();
  }

  private void insert() {
    try (var row = database.prepareStatement("insert into piped values (?::uuid, ?)")) {
      while (closing.getCount() > 0) {
        ConsumerRecords<String, byte[]> polled = consumer.poll(Duration.ofMillis(200));
        if (!polled.isEmpty()) {
          commit(polled, row);
          polled.forEach(message -> done.accept(message.key()));
        }
      }
    } catch (SQLException e) {
      throw new IllegalStateException("The raw pipe's database refused a batch", e);
    } finally {
      consumer.close();
    }
  }

  private void commit(ConsumerRecords<String, byte[]> polled, PreparedStatement row)
      throws SQLException {
    for (ConsumerRecord<String, byte[]> message : polled) {
      row.setString(1, message.key());
      row.setString(2, new String(message.value(), UTF_8));
      row.addBatch();
    }
    row.executeBatch();
    database.commit();
  }

  private static KafkaConsumer<String, byte[]> consumer(String bootstrapServers) {
    Map<String, Object> config =
        Map.of(
            "bootstrap.servers",
            bootstrapServers,
            "enable.auto.commit",
            false,
            "auto.offset.reset",
            "earliest",
            "max.poll.records",
            500);
    var consumer =
        new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer());
    consumer.assign(List.of(new TopicPartition(TOPIC, 0), new TopicPartition(TOPIC, 1)));
    return consumer;
  }

  @Override
  public void close() {
    http.stop(0);
    closing.countDown();
    try {
      inserting.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    publisher.close();
  }
}
