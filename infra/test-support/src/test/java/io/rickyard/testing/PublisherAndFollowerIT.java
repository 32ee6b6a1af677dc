package io.rickyard.testing;

import static io.rickyard.contracts.topic.Topic.COMMANDS_NORMAL;
import static io.rickyard.contracts.topic.Topic.IDENTITY_EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.contracts.Position;
import io.rickyard.contracts.TaskId;
import io.rickyard.messaging.Follower;
import io.rickyard.messaging.Follower.Start;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.PublishFailed;
import io.rickyard.messaging.PublishOutcomeUnknown;
import io.rickyard.messaging.Received;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class PublisherAndFollowerIT {

  private final List<Received> followed = new CopyOnWriteArrayList<>();
  private TestBroker broker;

  @BeforeEach
  void setUp(TestBroker fresh) {
    broker = fresh;
  }

  @Test
  void messagesOfOneKeyStandInTheOrderOfTheirPublishing() {
    try (var publisher = KafkaPublisher.open(broker.settings("test"))) {
      // when
      List<Position> positions =
          publisher.publishAll(Cancels.numbered(COMMANDS_NORMAL, 500)).join();

      // then
      assertThat(positions.stream().map(Position::partition).distinct()).hasSize(1);
      assertThat(positions.stream().map(Position::offset))
          .isEqualTo(LongStream.range(0, 500).boxed().toList());
    }
  }

  @Test
  void aMessageThatIsTooLargeIsRefusedForGood() {
    try (var publisher = KafkaPublisher.open(broker.settings("test"))) {
      // given
      var huge = new OutgoingMessage(COMMANDS_NORMAL, "key", new byte[3_000_000], Map.of());

      // when, then
      assertThatThrownBy(() -> publisher.publish(huge).join())
          .hasCauseInstanceOf(PublishFailed.class);
    }
  }

  @Test
  void brokersThatGoAwayAreToldInTime() {
    try (var publisher = KafkaPublisher.open(broker.settings("test"), Duration.ofSeconds(2))) {
      // given
      publisher.publish(cancel("first")).join();
      broker.away();

      // when
      var second = publisher.publish(cancel("second"));

      // then
      assertThat(second)
          .failsWithin(Duration.ofSeconds(5))
          .withThrowableOfType(ExecutionException.class)
          .havingCause()
          .isInstanceOfAny(PublishOutcomeUnknown.class, PublishFailed.class);
    }
  }

  @Test
  void brokersThatWereNeverThereHaveTakenNothing() {
    // given
    broker.away();
    try (var publisher = KafkaPublisher.open(broker.settings("test"), Duration.ofSeconds(1))) {
      // when
      var result = publisher.publish(cancel("first"));

      // then
      assertThatThrownBy(result::join).hasCauseInstanceOf(PublishFailed.class);
    }
  }

  @Test
  void aFollowerFromTheBeginningHasReadEverythingWhenItHasCaughtUp() throws Exception {
    try (var publisher = KafkaPublisher.open(broker.settings("test"))) {
      // given
      publisher.publishAll(Cancels.numbered(IDENTITY_EVENTS, 1_200)).join();

      // when
      try (var follower = follow(Start.BEGINNING)) {
        follower.caughtUp().get(20, TimeUnit.SECONDS);

        // then
        assertThat(followed).hasSize(1_200);
        publisher.publish(Cancels.message(IDENTITY_EVENTS, TaskId.next(), "later")).join();
        Eventually.until(() -> followed.size() == 1_201);
      }
    }
  }

  @Test
  void aFollowerFromTheEndMissesNothingOnceItHasCaughtUp() throws Exception {
    try (var publisher = KafkaPublisher.open(broker.settings("test"))) {
      // given
      publisher.publishAll(Cancels.numbered(IDENTITY_EVENTS, 5)).join();
      try (var follower = follow(Start.END)) {
        follower.caughtUp().get(20, TimeUnit.SECONDS);

        // when
        publisher.publish(Cancels.message(IDENTITY_EVENTS, TaskId.next(), "new")).join();

        // then
        Eventually.until(() -> !followed.isEmpty());
        assertThat(followed).extracting(Cancels::text).containsExactly("new");
      }
    }
  }

  @Test
  void aFollowerWaitsForBrokers() throws Exception {
    // given
    broker.away();
    try (var follower = follow(Start.BEGINNING)) {

      // when
      broker.back();

      // then
      follower.caughtUp().get(20, TimeUnit.SECONDS);
    }
  }

  private Follower follow(Start start) {
    return Follower.start(
        broker.settings("test"), "test", Set.of(IDENTITY_EVENTS), start, followed::addAll);
  }

  private static OutgoingMessage cancel(String text) {
    return Cancels.message(COMMANDS_NORMAL, TaskId.next(), text);
  }
}
