package io.rickyard.testing;

import static io.rickyard.contracts.topic.Topic.EVENTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.RetryableFailure;
import io.rickyard.persistence.Outbox;
import io.rickyard.persistence.OutboxSettings;
import io.rickyard.persistence.OutboxStatus;
import io.rickyard.persistence.Transactions;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(Infrastructure.class)
class OutboxIT {

  private static final OutboxSettings SETTINGS =
      OutboxSettings.of("test").withRelay(Duration.ofMillis(300), Duration.ofMillis(50));
  private static final OutboxSettings WITHOUT_RELAY =
      OutboxSettings.of("test").withRelay(Duration.ofHours(1), Duration.ofHours(1));

  private final RecordingPublisher publisher = new RecordingPublisher();
  private final List<Outbox> opened = new ArrayList<>();
  private TestDatabase database;
  private Transactions transactions;

  @BeforeEach
  void setUp(TestDatabase fresh) {
    database = fresh;
    database.migrate("org", "io/rickyard/persistence/outbox.sql");
    transactions = new Transactions(database.dataSource("org"));
  }

  @AfterEach
  void close() {
    opened.forEach(Outbox::close);
  }

  @Test
  void whatCommitsIsPublishedInOrderAndLeavesNoRow() {
    // given
    Outbox outbox = open(WITHOUT_RELAY);
    List<OutgoingMessage> messages = Cancels.numbered(EVENTS, 300);

    // when
    for (int i = 0; i < 300; i += 3) {
      commit(outbox, messages.subList(i, i + 3));
    }

    // then
    Eventually.until(() -> rows() == 0);
    assertThat(publisher.published()).isEqualTo(messages);
    assertThat(outbox.status()).isEqualTo(new OutboxStatus(100, 0, 0, 0));
  }

  @Test
  void whatRollsBackIsNotPublished() {
    // given
    Outbox outbox = open(WITHOUT_RELAY);
    List<OutgoingMessage> messages = Cancels.numbered(EVENTS, 2);

    // when
    assertThatThrownBy(() ->
            transactions.run(transaction -> {
              outbox.write(transaction, messages.subList(0, 1));
              throw new IllegalStateException("a change of mind");
            }))
        .hasMessage("a change of mind");
    commit(outbox, messages.subList(1, 2));

    // then
    Eventually.until(() -> rows() == 0);
    assertThat(publisher.published()).containsExactly(messages.get(1));
  }

  @Test
  void whatACrashLeftIsPublishedAtTheNextStart() {
    // given
    List<OutgoingMessage> messages = Cancels.numbered(EVENTS, 4);
    try (var crashed = Outbox.start(transactions, new NeverAnswers(), WITHOUT_RELAY)) {
      commit(crashed, messages.subList(0, 2));
      commit(crashed, messages.subList(2, 4));
    }

    // when
    Outbox outbox = open(WITHOUT_RELAY);

    // then
    Eventually.until(() -> rows() == 0);
    assertThat(publisher.published()).isEqualTo(messages);
    assertThat(outbox.status().relayed()).isEqualTo(2);
  }

  @Test
  void whatIsLeftToOthersAndNotReportedIsPublishedInTime() {
    // given
    Outbox outbox = open(SETTINGS);
    List<OutgoingMessage> messages = Cancels.numbered(EVENTS, 1);

    // when
    transactions.call(transaction -> outbox.leave(transaction, 0, messages));

    // then
    Eventually.until(() -> rows() == 0);
    assertThat(publisher.published()).isEqualTo(messages);
  }

  @Test
  void whatIsReportedSentIsNotPublishedAgain() {
    // given
    Outbox outbox = open(WITHOUT_RELAY);
    List<OutgoingMessage> messages = Cancels.numbered(EVENTS, 2);
    long row = transactions.call(tx -> outbox.leave(tx, 0, messages.subList(0, 1)));

    // when
    boolean reported = transactions.call(tx -> outbox.reportSent(tx, row));

    // then
    boolean again = transactions.call(tx -> outbox.reportSent(tx, row));
    transactions.call(tx -> outbox.leave(tx, 0, messages.subList(1, 2)));
    open(WITHOUT_RELAY);
    Eventually.until(() -> rows() == 0);
    assertThat(reported).isTrue();
    assertThat(again).isFalse();
    assertThat(publisher.published()).containsExactly(messages.get(1));
  }

  @Test
  void whatFailsIsSentAgainAndStaysInOrder() {
    // given
    List<OutgoingMessage> messages = Cancels.numbered(EVENTS, 10);
    publisher.failNext(new RetryableFailure("away", new SQLException("away")));
    publisher.failNext(new RetryableFailure("still away", new SQLException("away")));
    Outbox outbox = open(WITHOUT_RELAY);

    // when
    messages.forEach(message -> commit(outbox, List.of(message)));

    // then
    Eventually.until(() -> rows() == 0);
    assertThat(publisher.published()).containsAll(messages);
    assertThat(outbox.status().retries()).isPositive();
  }

  @Test
  void rowsOfOtherShardsAreLeftAlone() {
    // given
    Outbox other = open(WITHOUT_RELAY.withShards(Set.of()));
    List<OutgoingMessage> messages = Cancels.numbered(EVENTS, 2);
    transactions.call(tx -> other.leave(tx, 1, messages.subList(0, 1)));
    transactions.call(tx -> other.leave(tx, 2, messages.subList(1, 2)));

    // when
    open(WITHOUT_RELAY.withShards(Set.of(2)));

    // then
    Eventually.until(() -> rows() == 1);
    assertThat(publisher.published()).containsExactly(messages.get(1));
  }

  @Test
  void aDatabaseThatIsAwayDelaysTheDeletionOnly() {
    // given
    Outbox outbox = open(SETTINGS);
    List<OutgoingMessage> messages = Cancels.numbered(EVENTS, 1);
    transactions.run(transaction -> {
      outbox.write(transaction, messages);
      transaction.afterCommit(database::away);
    });
    Eventually.until(() -> publisher.published().size() == 1);

    // when
    database.back();

    // then
    Eventually.until(() -> rows() == 0);
    assertThat(publisher.published()).startsWith(messages.getFirst());
  }

  private Outbox open(OutboxSettings settings) {
    Outbox outbox = Outbox.start(transactions, publisher, settings);
    opened.add(outbox);
    return outbox;
  }

  private void commit(Outbox outbox, List<OutgoingMessage> messages) {
    transactions.run(transaction -> outbox.write(transaction, messages));
  }

  private long rows() throws SQLException {
    try (var connection = database.superuser();
        var statement = connection.createStatement();
        var rows = statement.executeQuery("select count(*) from org.outbox")) {
      rows.next();
      return rows.getLong(1);
    }
  }
}
