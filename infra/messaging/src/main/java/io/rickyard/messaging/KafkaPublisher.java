package io.rickyard.messaging;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.rickyard.contracts.Position;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.AuthenticationException;
import org.apache.kafka.common.errors.AuthorizationException;
import org.apache.kafka.common.errors.InvalidTopicException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.internals.RecordHeader;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jspecify.annotations.Nullable;

/**
 * A publisher that is idempotent: what it repeats itself is there once. Safe for use by many
 * threads; one per service is enough.
 */
public final class KafkaPublisher implements Publisher {

  private static final Duration DELIVERY = Duration.ofSeconds(10);

  private final Producer<String, byte[]> producer;
  private final Duration delivery;

  KafkaPublisher(Producer<String, byte[]> producer, Duration delivery) {
    this.producer = producer;
    this.delivery = delivery;
  }

  /** A publisher that knows a message's fate within ten seconds. */
  public static KafkaPublisher open(KafkaSettings settings) {
    return open(settings, DELIVERY);
  }

  /** A publisher that knows a message's fate, or that it does not know it, within a time. */
  public static KafkaPublisher open(KafkaSettings settings, Duration delivery) {
    Map<String, Object> config = settings.clientConfig("publisher");
    int limit = Math.toIntExact(delivery.toMillis());
    config.put("acks", "all");
    config.put("enable.idempotence", true);
    // Nothing waits for company: while one request is under way, the next gathers by itself. A
    // broker takes a connection's requests one after the other anyway, and syncs for each.
    config.put("linger.ms", 0);
    // What gathers is synced once, so a batch of ten thousand tasks should be few requests. Buffers
    // of this size are kept and filled again; a request takes two of them at most.
    config.put("batch.size", 524_288);
    config.put("max.in.flight.requests.per.connection", 1);
    config.put("delivery.timeout.ms", limit);
    config.put("request.timeout.ms", Math.min(5_000, limit));
    config.put("max.block.ms", Math.min(5_000, limit));
    config.put("retry.backoff.ms", 20);
    config.put("buffer.memory", 16L * 1024 * 1024);
    // A project's key must stay in its partition whatever the load is.
    config.put("partitioner.ignore.keys", false);
    return new KafkaPublisher(
        new KafkaProducer<>(config, new StringSerializer(), new ByteArraySerializer()), delivery);
  }

  @Override
  public CompletableFuture<Position> publish(OutgoingMessage message) {
    return send(record(
            message.topic().topicName(), message.key(), message.value(), message.headers()))
        .thenApply(
            metadata -> new Position(message.topic(), metadata.partition(), metadata.offset()));
  }

  CompletableFuture<RecordMetadata> send(ProducerRecord<String, byte[]> record) {
    var result = new CompletableFuture<RecordMetadata>();
    try {
      // The future says nothing that the callback does not.
      var _ = producer.send(record, new Outcome(record, result, Thread.currentThread()));
    } catch (KafkaException | IllegalStateException e) {
      result.completeExceptionally(classify(record, e, true));
    }
    return result;
  }

  static ProducerRecord<String, byte[]> record(
      String topic, String key, byte[] value, Map<String, String> headers) {
    List<Header> kafkaHeaders =
        headers.entrySet().stream()
            .<Header>map(
                entry -> new RecordHeader(entry.getKey(), entry.getValue().getBytes(UTF_8)))
            .toList();
    return new ProducerRecord<>(topic, null, key, value, kafkaHeaders);
  }

  private static RuntimeException classify(
      ProducerRecord<String, byte[]> record, Exception failure, boolean unsent) {
    boolean refused =
        switch (failure) {
          case AuthenticationException _,
              AuthorizationException _,
              InvalidTopicException _,
              RecordTooLargeException _,
              SerializationException _ ->
              true;
          default -> unsent;
        };
    return refused
        ? new PublishFailed(record.topic(), record.key(), failure)
        : new PublishOutcomeUnknown(record.topic(), record.key(), failure);
  }

  @Override
  public void close() {
    producer.close(delivery);
  }

  private record Outcome(
      ProducerRecord<String, byte[]> record,
      CompletableFuture<RecordMetadata> result,
      Thread caller)
      implements Callback {
    @Override
    public void onCompletion(@Nullable RecordMetadata metadata, @Nullable Exception failure) {
      if (failure != null) {
        // Reported on the caller's own thread, it never got into the sending buffer.
        boolean unsent = Thread.currentThread() == caller;
        result.completeExceptionally(classify(record, failure, unsent));
      } else if (metadata != null) {
        result.complete(metadata);
      }
    }
  }
}
