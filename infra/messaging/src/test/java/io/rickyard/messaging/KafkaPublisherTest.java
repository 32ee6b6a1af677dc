package io.rickyard.messaging;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.Position;
import io.rickyard.contracts.topic.Topic;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;

class KafkaPublisherTest {

  private final MockProducer<String, byte[]> producer =
      new MockProducer<>(false, null, new StringSerializer(), new ByteArraySerializer());
  private final KafkaPublisher publisher = new KafkaPublisher(producer, Duration.ZERO);

  @Test
  void anAcknowledgementGivesThePosition() {
    // given
    CompletableFuture<Position> result = publisher.publish(Messages.cancel());

    // when
    producer.completeNext();

    // then
    assertThat(result).isCompletedWithValue(new Position(Topic.COMMANDS_NORMAL, 0, 0));
  }

  @Test
  void aTimeOutOnTheWayLeavesTheOutcomeUnknown() {
    // given
    CompletableFuture<Position> result = publisher.publish(Messages.cancel());

    // when
    Thread.ofVirtual().start(() -> producer.errorNext(new TimeoutException("expired")));

    // then
    assertThatThrownBy(result::join).hasCauseInstanceOf(PublishOutcomeUnknown.class);
  }

  @Test
  void aRefusalIsDefinite() {
    // given
    CompletableFuture<Position> result = publisher.publish(Messages.cancel());

    // when
    Thread.ofVirtual()
        .start(() -> producer.errorNext(new TopicAuthorizationException("not allowed")));

    // then
    assertThatThrownBy(result::join).hasCauseInstanceOf(PublishFailed.class);
  }

  @Test
  void aTimeOutBeforeTheSendingIsDefinite() {
    // given
    CompletableFuture<Position> result = publisher.publish(Messages.cancel());

    // when: the producer calls back on the thread that sends
    producer.errorNext(new TimeoutException("no metadata"));

    // then
    assertThatThrownBy(result::join).hasCauseInstanceOf(PublishFailed.class);
  }
}
