package io.rickyard.testing;

import static io.rickyard.contracts.topic.Topic.COMMANDS_BATCH;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.Linger;
import io.rickyard.messaging.Subscription;
import io.rickyard.messaging.SubscriptionSettings;
import io.rickyard.persistence.OffsetTable;
import io.rickyard.persistence.Transactions;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class LingerIT {

  private final Queue<Integer> batches = new ConcurrentLinkedQueue<>();
  private TestDatabase database;
  private TestBroker broker;

  @BeforeEach
  void setUp(TestDatabase freshDatabase, TestBroker freshBroker) {
    database = freshDatabase;
    broker = freshBroker;
    database.migrate("provisioner", "io/rickyard/persistence/consumer-offset.sql");
  }

  @Test
  void messagesWaitForCompanyAndAFullBatchDoesNot() {
    // when
    try (var _ = subscribe(10, Linger.of(Duration.ofMinutes(10)))) {
      publish(6);
      publish(3);
      publish(1);

      // then
      Eventually.until(() -> !batches.isEmpty());
      assertThat(batches).containsExactly(10);
    }
  }

  @Test
  void messagesDoNotWaitForCompanyLongerThanTheyShould() {
    // when
    try (var _ = subscribe(10, Linger.of(Duration.ofMillis(50)))) {
      publish(3);

      // then
      Eventually.until(() -> batches.stream().mapToInt(size -> size).sum() == 3);
    }
  }

  @Test
  void aCrowdLingersForLonger() {
    // given
    var linger = new Linger(Duration.ofMillis(1), Duration.ofMinutes(10), 3);

    // when
    try (var _ = subscribe(10, linger)) {
      publish(12);

      // then
      Eventually.until(() -> !batches.isEmpty());
      assertThat(batches.peek()).isEqualTo(10);
    }
  }

  private Subscription subscribe(int maximumBatch, Linger linger) {
    return Subscription.start(
        broker.settings("test"),
        SubscriptionSettings.of("lingering", COMMANDS_BATCH)
            .withMaximumBatch(maximumBatch)
            .withLinger(linger),
        new OffsetTable(new Transactions(database.dataSource("provisioner"))),
        (transaction, batch) -> transaction.afterCommit(() -> batches.add(batch.size())));
  }

  private void publish(int count) {
    try (var publisher = KafkaPublisher.open(broker.settings("test"))) {
      var _ = publisher.publishAll(Cancels.numbered(COMMANDS_BATCH, count)).join();
    }
  }
}
