package io.rickyard.testing;

import static io.rickyard.contracts.topic.Topic.COMMANDS_BATCH;
import static io.rickyard.contracts.topic.Topic.COMMANDS_NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.TaskId;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.Advance;
import io.rickyard.messaging.Backoff;
import io.rickyard.messaging.BatchHandler;
import io.rickyard.messaging.DeadLetter;
import io.rickyard.messaging.DeadLetterArchive;
import io.rickyard.messaging.KafkaPublisher;
import io.rickyard.messaging.MessageHeader;
import io.rickyard.messaging.MessageSigner;
import io.rickyard.messaging.MessageVerifier;
import io.rickyard.messaging.OutgoingMessage;
import io.rickyard.messaging.Partition;
import io.rickyard.messaging.Received;
import io.rickyard.messaging.StoredLetter;
import io.rickyard.messaging.Subscription;
import io.rickyard.messaging.SubscriptionSettings;
import io.rickyard.messaging.SubscriptionStatus.State;
import io.rickyard.messaging.Transaction;
import io.rickyard.persistence.OffsetTable;
import io.rickyard.persistence.Transactions;
import java.nio.charset.StandardCharsets;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** How subscriptions behave, whatever broker there is. */
@ExtendWith(Infrastructure.class)
abstract class SubscriptionContract {

  private static final SubscriptionSettings SETTINGS =
      SubscriptionSettings.of("consumer", COMMANDS_NORMAL)
          .withBackoff(new Backoff(Duration.ofMillis(20), Duration.ofMillis(100)));

  private final List<AutoCloseable> opened = new ArrayList<>();
  private TestDatabase database;
  private SuiteBroker broker;
  private Effects effects;
  private KafkaPublisher publisher;

  /** A broker with all of Rickyard's topics, empty. */
  abstract SuiteBroker fresh();

  @BeforeEach
  void setUp(TestDatabase freshDatabase) {
    database = freshDatabase;
    broker = fresh();
    opened.add(broker);
    database.migrate("provisioner", "io/rickyard/persistence/consumer-offset.sql");
    effects = new Effects(database);
    effects.makeTable();
    publisher = KafkaPublisher.open(broker.settings("test"));
    opened.add(publisher);
  }

  @AfterEach
  void closeAll() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  @Test
  void messagesAreAppliedOnceAndInOrder() {
    // given
    subscribe(effects::insert);

    // when
    publish(Cancels.numbered(COMMANDS_NORMAL, 1_000));

    // then
    Eventually.asserted(() -> assertThat(effects.applied()).isEqualTo(numbers(1_000)));
  }

  @Test
  void aRestartGoesOnWhereTheOffsetsStand() {
    // given
    publish(Cancels.numbered(COMMANDS_NORMAL, 10));
    Subscription first = subscribe(effects::insert);
    Eventually.until(() -> effects.applied().size() == 10);
    first.close();
    publish(Cancels.numbered(COMMANDS_NORMAL, 5));

    // when
    subscribe(effects::insert);

    // then
    Eventually.until(() -> effects.applied().size() >= 15);
    assertThat(effects.applied()).hasSize(15);
    assertThat(first.status().state()).isEqualTo(State.CLOSED);
  }

  @Test
  void aCrashBetweenEffectAndCommitRepeatsNothingThatIsSeen() {
    // given
    var first = new AtomicBoolean(true);
    var crashed = new AtomicBoolean();
    subscribe((transaction, batch) -> {
      effects.insert(transaction, batch);
      if (first.compareAndSet(true, false)) {
        // The connection is gone after the effect and before the commit.
        database.away();
        database.back();
        crashed.set(true);
      }
    });

    // when
    publish(Cancels.numbered(COMMANDS_NORMAL, 20));

    // then
    Eventually.until(crashed::get); // who looks into the database earlier is thrown out, too
    Eventually.until(() -> effects.applied().size() >= 20);
    assertThat(effects.applied()).isEqualTo(numbers(20));
  }

  @Test
  void aPoisonRecordBecomesADeadLetterAndTheOthersAreApplied() throws Exception {
    // given
    var handler =
        new RecordingHandler((transaction, batch) -> {
          effects.insert(transaction, batch);
          if (batch.stream().map(Cancels::text).anyMatch("7"::equals)) {
            throw new IllegalStateException("seven is poison");
          }
        });
    subscribe(handler);
    List<OutgoingMessage> messages = Cancels.numbered(COMMANDS_NORMAL, 20);

    // when
    publish(messages);

    // then
    Eventually.until(() -> effects.applied().size() == 19);
    assertThat(effects.applied()).doesNotContain("7").contains("0", "19");
    Eventually.until(() -> handler.letters().size() == 1);
    var letters = new RawTopic(broker.bootstrapServers()).read(COMMANDS_NORMAL.deadLetterName(), 1);
    assertThat(letters.getFirst().value()).isEqualTo(messages.get(7).value());
    assertThat(letters.getFirst().headers())
        .containsAllEntriesOf(messages.get(7).headers())
        .containsEntry(MessageHeader.DEAD_CAUSE, "processing_failed")
        .containsEntry(MessageHeader.DEAD_DETAIL, "IllegalStateException: seven is poison")
        .containsEntry(MessageHeader.DEAD_CONSUMER, "consumer")
        .containsEntry(MessageHeader.DEAD_TOPIC, COMMANDS_NORMAL.topicName())
        .containsEntry(MessageHeader.DEAD_OFFSET, "7")
        .containsKeys(
            MessageHeader.DEAD_PARTITION, MessageHeader.DEAD_ATTEMPTS, MessageHeader.DEAD_TIME);
  }

  @Test
  void aDeadLetterIsAppliedWhenItIsReplayedAfterTheRepair() {
    // given
    var broken = new AtomicBoolean(true);
    subscribe((transaction, batch) -> {
      effects.insert(transaction, batch);
      if (broken.get()) {
        throw new IllegalStateException("a bug");
      }
    });
    List<OutgoingMessage> messages = Cancels.numbered(COMMANDS_NORMAL, 3);
    publish(messages);
    Eventually.until(() -> letters().size() == 3);
    broken.set(false);

    // when
    List<OutgoingMessage> kept =
        letters().stream().map(letter -> letter.message().orElseThrow()).toList();
    publish(kept);

    // then
    Eventually.asserted(() -> assertThat(effects.applied()).containsExactly("0", "1", "2"));
    assertThat(kept).isEqualTo(messages);
  }

  @Test
  void anUnreadableRecordBecomesADeadLetterAndKeepsItsHeaders() throws Exception {
    // given
    var handler = new RecordingHandler();
    subscribe(handler);
    var good = Cancels.message(COMMANDS_NORMAL, TaskId.next(), "good");
    var broken =
        new OutgoingMessage(
            COMMANDS_NORMAL,
            good.key(),
            "{\"type\":".getBytes(StandardCharsets.UTF_8),
            good.headers());

    // when
    publish(List.of(broken, good));

    // then
    Eventually.until(() -> handler.committed().size() == 1 && handler.letters().size() == 1);
    DeadLetter letter = handler.letters().getFirst();
    assertThat(letter.cause()).isEqualTo(DeadLetter.Cause.UNREADABLE);
    assertThat(letter.message().headers())
        .containsEntry(MessageHeader.ENTITY, good.headers().get(MessageHeader.ENTITY));
    assertThat(new RawTopic(broker.bootstrapServers()).read(COMMANDS_NORMAL.deadLetterName(), 1))
        .hasSize(1);
  }

  @Test
  void aTypeOfTheFutureIsPassedOver() {
    // given
    var handler = new RecordingHandler();
    Subscription subscription = subscribe(handler);
    var good = Cancels.message(COMMANDS_NORMAL, TaskId.next(), "good");
    var future =
        new OutgoingMessage(
            COMMANDS_NORMAL,
            good.key(),
            "{}".getBytes(StandardCharsets.UTF_8),
            Map.of(MessageHeader.TYPE, "task.teleport"));

    // when
    publish(List.of(future, good));

    // then
    Eventually.until(() -> handler.committed().size() == 1);
    assertThat(subscription.status().ignored()).isEqualTo(1);
    assertThat(handler.letters()).isEmpty();
  }

  @Test
  void anUnsignedCommandIsADeadLetter() {
    // given
    byte[] secret = "a secret of thirty-two bytes ...".getBytes(StandardCharsets.UTF_8);
    var handler = new RecordingHandler();
    subscribe(SETTINGS.withVerifier(new MessageVerifier(Map.of("gateway", secret))), handler);
    var message = Cancels.message(COMMANDS_NORMAL, TaskId.next(), "genuine");
    var forged = Cancels.message(COMMANDS_NORMAL, TaskId.next(), "forged");
    var signed = new MessageSigner("gateway", secret).sign(message);
    var copied =
        forged.withHeader(
            MessageHeader.SIGNATURE, signed.headers().getOrDefault(MessageHeader.SIGNATURE, ""));

    // when
    publish(List.of(forged, copied, signed));

    // then
    Eventually.until(() -> handler.committed().size() == 1 && handler.letters().size() == 2);
    assertThat(handler.committed().stream().map(Cancels::text)).containsExactly("genuine");
    assertThat(handler.letters())
        .extracting(DeadLetter::cause)
        .containsOnly(DeadLetter.Cause.SIGNATURE_INVALID);
  }

  @Test
  void aDatabaseThatIsAwayCostsTimeAndNoMessage() {
    // given
    var handler = new RecordingHandler(effects::insert);
    Subscription subscription = subscribe(handler);
    publish(Cancels.numbered(COMMANDS_NORMAL, 5));
    Eventually.until(() -> effects.applied().size() == 5);
    database.away();
    publish(Cancels.numbered(COMMANDS_NORMAL, 5));
    Eventually.until(() -> subscription.status().state() == State.WAITING);

    // when
    database.back();

    // then
    Eventually.until(() -> effects.applied().size() >= 10);
    assertThat(effects.applied()).hasSize(10);
    assertThat(handler.letters()).isEmpty();
    assertThat(subscription.status().deadLettered()).isZero();
  }

  @Test
  void aDatabaseThatIsAwayAtTheStartIsWaitedFor() {
    // given
    database.away();
    publish(Cancels.numbered(COMMANDS_NORMAL, 5));
    Subscription subscription = subscribe(effects::insert);
    Eventually.until(() -> subscription.status().retries() > 1);

    // when
    database.back();

    // then
    Eventually.until(() -> effects.applied().size() == 5);
  }

  @Test
  void brokersThatAreAwayAreWaitedFor() {
    // given
    subscribe(effects::insert);
    publish(Cancels.numbered(COMMANDS_NORMAL, 5));
    Eventually.until(() -> effects.applied().size() == 5);

    // when
    broker.away();
    broker.back();
    publish(Cancels.numbered(COMMANDS_NORMAL, 5));

    // then
    Eventually.until(() -> effects.applied().size() == 10);
  }

  @Test
  void twoMembersShareTheWorkAndOneTakesOverFromTheOther() {
    // given
    Subscription first = subscribe(effects::insert);
    Subscription second = subscribe(effects::insert);
    publishUntil(() -> first.status().handled() > 0 && second.status().handled() > 0);

    // when
    first.close();
    List<String> last = publishEverywhere("after the take-over");

    // then
    Eventually.until(() -> effects.applied().containsAll(last));
    assertThat(effects.applied()).doesNotHaveDuplicates();
  }

  @Test
  void aLeftOverConsumerFailsAndStartsAfresh() {
    // given
    var overtaken = new AtomicBoolean();
    var table = new OffsetTable(new Transactions(database.dataSource("provisioner")));
    Subscription subscription =
        subscribe((transaction, batch) -> {
          effects.insert(transaction, batch);
        });
    publish(Cancels.numbered(COMMANDS_NORMAL, 3));
    Eventually.until(() -> effects.applied().size() == 3);
    int partition = effects.partition();

    // when: another one with the same name has applied the next message already
    table.commit(
        "consumer",
        List.of(new Advance(new Partition(COMMANDS_NORMAL, partition), OptionalLong.of(3), 4)),
        _ -> overtaken.set(true));
    publish(effects.sameTask(COMMANDS_NORMAL, "3", "4"));

    // then
    Eventually.until(() -> effects.applied().contains("4"));
    assertThat(effects.applied()).containsExactly("0", "1", "2", "4");
    assertThat(subscription.status().retries()).isPositive();
    assertThat(overtaken).isTrue();
  }

  @Test
  void aMemberThatKeepsItsNameGoesOnAtOnceAfterItWasKilled() {
    // given: the first one never leaves the group, as after a kill
    SubscriptionSettings settings = SETTINGS.withMember("member-1");
    Subscription killed = subscribe(settings, effects::insert);
    publish(Cancels.numbered(COMMANDS_NORMAL, 3));
    Eventually.until(() -> effects.applied().size() == 3);

    // when
    subscribe(settings, effects::insert);

    // then: the old one is shut out, the new one need not wait for its session to end
    publish(Cancels.numbered(COMMANDS_NORMAL, 3));
    Eventually.within(Duration.ofSeconds(8)).until(() -> effects.applied().size() == 6);
    Eventually.until(() -> killed.status().state() == State.FAILED);
  }

  @Test
  void severalTopicsAreReadByOneSubscription() {
    // given
    var handler = new RecordingHandler();
    subscribe(SubscriptionSettings.of("both", COMMANDS_NORMAL, COMMANDS_BATCH), handler);

    // when
    publish(Cancels.numbered(COMMANDS_NORMAL, 2));
    publish(Cancels.numbered(COMMANDS_BATCH, 2));

    // then
    Eventually.until(() -> handler.committed().size() == 4);
  }

  private Subscription subscribe(BatchHandler handler) {
    return subscribe(SETTINGS, handler);
  }

  private Subscription subscribe(SubscriptionSettings settings, BatchHandler handler) {
    var subscription =
        Subscription.start(
            broker.settings("test"),
            settings,
            new OffsetTable(new Transactions(database.dataSource("provisioner"))),
            handler);
    opened.add(subscription);
    return subscription;
  }

  private List<StoredLetter> letters() {
    List<StoredLetter> letters = new ArrayList<>();
    try (var scan =
        new DeadLetterArchive(broker.settings("operator"))
            .scan(List.of(COMMANDS_NORMAL), null, Instant.EPOCH)) {
      for (var next = scan.next(); !next.isEmpty(); next = scan.next()) {
        letters.addAll(next);
      }
    }
    return letters;
  }

  private void publish(List<OutgoingMessage> messages) {
    effects.remember(messages);
    var _ = publisher.publishAll(messages).join();
  }

  /** One message for each of many tasks, so that every partition gets some. */
  private List<String> publishEverywhere(String text) {
    List<String> texts =
        IntStream.range(0, 20)
            .mapToObj(number -> text + " " + number + " " + TaskId.next())
            .toList();
    publish(texts.stream().map(t -> Cancels.message(COMMANDS_NORMAL, TaskId.next(), t)).toList());
    return texts;
  }

  private void publishUntil(Callable<Boolean> condition) {
    Eventually.within(Duration.ofSeconds(30))
        .until(() -> {
          publishEverywhere("spread");
          return condition.call();
        });
  }

  private static List<String> numbers(int count) {
    return IntStream.range(0, count).mapToObj(Integer::toString).toList();
  }

  /** The effect: a row for each message, in a table that does not mind repetitions. */
  private static final class Effects {

    private final TestDatabase database;
    private List<OutgoingMessage> published = List.of();

    Effects(TestDatabase database) {
      this.database = database;
    }

    void makeTable() {
      try (var connection = database.superuser();
          var statement = connection.createStatement()) {
        statement.execute(
            "create table provisioner.effect (id bigserial, partition integer, text text)");
        statement.execute("grant all on provisioner.effect to rickyard_provisioner");
        statement.execute(
            "grant all on sequence provisioner.effect_id_seq to rickyard_provisioner");
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }

    void remember(List<OutgoingMessage> messages) {
      published = messages;
    }

    /** More messages of the task that the last ones were of. */
    List<OutgoingMessage> sameTask(Topic topic, String... texts) {
      TaskId task = TaskId.parse(published.getFirst().key());
      return List.of(texts).stream().map(text -> Cancels.message(topic, task, text)).toList();
    }

    void insert(Transaction transaction, List<Received> batch) throws SQLException {
      try (PreparedStatement insert =
          transaction
              .connection()
              .prepareStatement("insert into effect (partition, text) values (?, ?)")) {
        for (Received message : batch) {
          insert.setInt(1, message.position().partition());
          insert.setString(2, Cancels.text(message));
          insert.addBatch();
        }
        insert.executeBatch();
      }
    }

    List<String> applied() {
      return query("select text from provisioner.effect order by id");
    }

    int partition() {
      return Integer.parseInt(
          query("select distinct partition from provisioner.effect").getFirst());
    }

    private List<String> query(String sql) {
      try (var connection = database.superuser();
          var statement = connection.createStatement();
          var rows = statement.executeQuery(sql)) {
        List<String> values = new ArrayList<>();
        while (rows.next()) {
          values.add(rows.getString(1));
        }
        return values;
      } catch (SQLException e) {
        throw new IllegalStateException(e);
      }
    }
  }
}
