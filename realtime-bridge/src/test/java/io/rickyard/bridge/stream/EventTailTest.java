package io.rickyard.bridge.stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class EventTailTest {

  private static final Interest ALL_OF_ANNA = new Interest("anna", null, null, null, null);

  private final FakeStatusLog log = new FakeStatusLog();
  private final EventTail tail = new EventTail(log, Runnable::run);
  private final Taken client = new Taken();
  private final Mailbox mailbox = new Mailbox(client, Runnable::run);

  @BeforeEach
  void begin() {
    log.member("anna", "acme");
    log.commit("acme", "t0", "s0");
    tail.advance();
    mailbox.request(100_000);
  }

  @Test
  void newClientGetsASnapshotAndThenChanges() {
    // given
    follow(null);

    // when
    log.commit("acme", "t0", "s1");
    tail.advance();

    // then
    assertThat(client.frames())
        .containsExactly(
            new Frame("snapshot", id("1-1", "acme"), "[s0]", null),
            new Frame("task", id("1-2", "acme"), "s1", "task:t0"));
  }

  @Test
  void changeCommittedWhileTheSnapshotIsReadComesExactlyOnce() {
    // given: the tail hands out a change after the snapshot was read and before it is told
    follow(new Taken(), null); // somebody else listens already
    log.afterNextReading(() -> {
      log.commit("acme", "t0", "s1");
      tail.advance();
    });

    // when
    follow(null);
    tail.advance();

    // then
    assertThat(client.names()).containsExactly("snapshot", "task");
    assertThat(client.told()).containsExactly("s1");
  }

  @Test
  void changeThatTheSnapshotHoldsAlreadyIsNotToldAgain() {
    // given: committed, but not yet handed out
    follow(new Taken(), null);
    log.commit("acme", "t0", "s1");
    follow(null);

    // when
    tail.advance();

    // then
    assertThat(client.frames())
        .containsExactly(new Frame("snapshot", id("1-2", "acme"), "[s1]", null));
  }

  @Test
  void firstClientAfterATimeWithoutAnyMissesNothing() {
    // given
    log.commit("acme", "t1", "s1");
    tail.advance();
    follow(null);

    // when
    log.commit("acme", "t2", "s2");
    tail.advance();

    // then
    assertThat(client.names()).containsExactly("snapshot", "task");
  }

  @Test
  void seesNothingOfOtherOrganizations() {
    // given
    log.commit("other", "t8", "foreign");
    follow(null);

    // when
    log.commit("other", "t9", "foreign");
    tail.advance();

    // then
    assertThat(client.frames())
        .containsExactly(new Frame("snapshot", id("1-2", "acme"), "[s0]", null));
  }

  @Test
  void askingForAForeignOrganizationShowsNothing() {
    // given
    log.commit("other", "t8", "foreign");
    tail.follow(new Interest("anna", "other", null, null, null), mailbox, null);

    // when
    log.commit("other", "t9", "foreign");
    tail.advance();

    // then
    assertThat(client.frames()).containsExactly(new Frame("snapshot", id("1-2"), "[]", null));
  }

  @Test
  void clientThatComesBackGetsWhatItMissedAndNothingTwice() {
    // given
    log.commit("acme", "t1", "s1");
    log.commit("other", "t9", "foreign");
    log.commit("acme", "t2", "s2");
    tail.advance();

    // when
    follow(new LogPosition(1, 1));
    log.commit("acme", "t3", "s3");
    tail.advance();

    // then
    assertThat(client.frames())
        .extracting(Frame::id)
        .containsExactly(id("1-2", "acme"), id("1-4", "acme"), id("1-5", "acme"));
    assertThat(client.told()).containsExactly("s1", "s2", "s3");
  }

  @Test
  void clientThatComesBackWhileMuchHappensLosesNothing() {
    // given: commits beyond one batch between the reading of what it missed and its telling
    follow(new Taken(), null);
    log.afterNextReading(() -> {
      IntStream.range(0, 5_000).forEach(i -> log.commit("acme", "t" + i, "new-" + i));
      tail.advance();
    });

    // when
    follow(new LogPosition(1, 1));

    // then
    assertThat(client.told())
        .hasSize(5_001)
        .endsWith("new-4998", "new-4999")
        .doesNotHaveDuplicates();
  }

  @Test
  void clientThatMissedNothingIsToldItsPositionAtOnce() {
    // when
    follow(new LogPosition(1, 1));

    // then
    assertThat(client.frames()).containsExactly(Frame.position(id("1-1", "acme")));
  }

  @Test
  void clientOfAnotherEpochStartsOver() {
    // when
    follow(new LogPosition(7, 1));

    // then
    assertThat(client.names()).containsExactly("reset", "snapshot");
  }

  @Test
  void clientAheadOfTheLogStartsOver() {
    // when
    follow(new LogPosition(1, 2));

    // then
    assertThat(client.names()).containsExactly("reset", "snapshot");
  }

  @Test
  void clientWhosePlaceIsForgottenStartsOver() {
    // given
    IntStream.range(0, 10).forEach(i -> log.commit("acme", "t" + i, "s" + i));
    log.forgetBefore(5);

    // when
    follow(new LogPosition(1, 3));

    // then
    assertThat(client.names()).containsExactly("reset", "snapshot");
  }

  @Test
  void clientBeforeTheOldestKeptChangeGoesOn() {
    // given
    IntStream.range(0, 10).forEach(i -> log.commit("acme", "t" + i, "s" + i));
    log.forgetBefore(5);

    // when
    follow(new LogPosition(1, 4));

    // then
    assertThat(client.names()).hasSize(7).containsOnly("task");
  }

  @Test
  void clientThatMissedTooManyEntitiesStartsOver() {
    // given
    IntStream.range(0, 1_500).forEach(i -> log.commit("acme", "t" + i, "s" + i));

    // when
    follow(new LogPosition(1, 1));

    // then
    assertThat(client.names()).containsExactly("reset", "snapshot");
  }

  @Test
  void logThatBeginsAnewMakesClientsStartOver() {
    // given
    follow(null);
    client.forget();
    log.restored();
    log.commit("acme", "t0", "again");

    // when
    tail.advance();
    log.commit("acme", "t1", "s1");
    tail.advance();

    // then
    assertThat(client.names()).containsExactly("reset", "snapshot", "task");
    assertThat(client.frames())
        .extracting(Frame::id)
        .containsExactly(null, id("2-1", "acme"), id("2-2", "acme"));
  }

  @Test
  void removedMemberIsToldNothingMore() {
    // given
    log.member("anna", "other");
    follow(null);
    client.forget();
    log.removed("anna", "acme");

    // when
    tail.reviewRights();
    log.commit("acme", "t1", "secret");
    log.commit("other", "t2", "s2");
    tail.advance();

    // then
    assertThat(client.names()).containsExactly("reset", "snapshot", "task");
    assertThat(client.told()).containsExactly("s2");
  }

  @Test
  void whatWaitsForARemovedMemberIsDropped() {
    // given: a client that takes nothing
    var slow = new Taken();
    var slowMailbox = new Mailbox(slow, Runnable::run);
    tail.follow(ALL_OF_ANNA, slowMailbox, null);
    log.commit("acme", "t1", "secret");
    tail.advance();
    log.removed("anna", "acme");

    // when
    tail.reviewRights();
    slowMailbox.request(10);

    // then
    assertThat(slow.frames())
        .containsExactly(
            Frame.reset(Frame.RIGHTS_CHANGED), new Frame("snapshot", id("1-2"), "[]", null));
  }

  @Test
  void clientThatDoesNotKeepUpIsCountedOnce() {
    // given
    var slowMailbox = new Mailbox(new Taken(), Runnable::run);
    tail.follow(ALL_OF_ANNA, slowMailbox, null);
    follow(null);

    // when
    slowMailbox.lagging();
    tail.tellPosition();
    tail.leave(slowMailbox);

    // then
    assertThat(tail.slowOnes()).isOne();
    assertThat(tail.followers()).isOne();
  }

  @Test
  void newMemberSeesTheOrganizationAtOnce() {
    // given
    log.commit("other", "t2", "s2");
    follow(null);
    client.forget();
    log.member("anna", "other");

    // when
    tail.reviewRights();

    // then
    assertThat(client.frames())
        .containsExactly(
            Frame.reset(Frame.RIGHTS_CHANGED),
            new Frame("snapshot", id("1-2", "acme", "other"), "[s0, s2]", null));
  }

  @Test
  void rightsElsewhereDoNotConcernWhoAsksForOneOrganization() {
    // given
    tail.follow(new Interest("anna", "acme", null, null, null), mailbox, null);
    client.forget();
    log.member("anna", "other");

    // when
    tail.reviewRights();

    // then
    assertThat(client.frames()).isEmpty();
  }

  @Test
  void idleFilteredStreamIsToldWhereTheLogStands() {
    // given
    follow(null);
    client.forget();
    log.commit("other", "t9", "foreign");
    tail.advance();

    // when
    tail.tellPosition();

    // then
    assertThat(client.frames()).containsExactly(Frame.position(id("1-2", "acme")));
  }

  @Test
  void goesOnWhereItStoppedOnceTheDatabaseIsBack() {
    // given
    follow(null);
    client.forget();
    log.away(true);
    assertThatThrownBy(tail::advance).isInstanceOf(StatusUnavailable.class);
    log.commit("acme", "t1", "s1");
    log.away(false);

    // when
    tail.advance();

    // then
    assertThat(client.told()).containsExactly("s1");
  }

  @Test
  void clientThatComesWhileNothingCanBeReadIsEnded() {
    // given
    log.away(true);

    // when
    follow(null);

    // then
    assertThat(client.ends()).isEqualTo(1);
    assertThat(tail.followers()).isZero();
  }

  @Test
  void clientThatLeftIsForgotten() {
    // given
    follow(null);

    // when
    tail.leave(mailbox);

    // then
    assertThat(tail.followers()).isZero();
  }

  @Test
  void closingEndsEveryStream() {
    // given
    follow(null);

    // when
    tail.close();

    // then
    assertThat(client.ends()).isEqualTo(1);
  }

  @Test
  void clientThatMaySeeAnotherOrganizationThanWhenItLeftStartsOver() {
    // given: joined while away, and what was there before is in no later change
    log.commit("other", "t1", "s1");
    log.member("anna", "other");
    tail.advance();

    // when
    follow(new LogPosition(1, 2));

    // then
    assertThat(client.frames())
        .containsExactly(
            Frame.reset(Frame.RIGHTS_CHANGED),
            new Frame("snapshot", id("1-2", "acme", "other"), "[s0, s1]", null));
  }

  @Test
  void clientThatLostAnOrganizationWhileAwayStartsOver() {
    // given
    log.removed("anna", "acme");

    // when
    follow(new LogPosition(1, 1));

    // then
    assertThat(client.frames())
        .containsExactly(
            Frame.reset(Frame.RIGHTS_CHANGED), new Frame("snapshot", id("1-1"), "[]", null));
  }

  private static String id(String position, String... organizations) {
    return position + "-" + EventId.rights(Set.of(organizations));
  }

  /** Comes back with what it was told while it saw acme alone. */
  private void follow(@Nullable LogPosition last) {
    tail.follow(ALL_OF_ANNA, mailbox, last == null ? null : EventId.of(last, Set.of("acme")));
  }

  private void follow(Taken other, @Nullable LogPosition last) {
    var another = new Mailbox(other, Runnable::run);
    another.request(100_000);
    tail.follow(ALL_OF_ANNA, another, last == null ? null : EventId.of(last, Set.of("acme")));
  }
}
