package io.rickyard.bridge.stream;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.testing.Eventually;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MailboxTest {

  private final Taken client = new Taken();
  private final Mailbox mailbox = new Mailbox(client, Runnable::run);

  @Test
  void handsOverNoMoreThanWasAskedFor() {
    // given
    mailbox.request(1);
    mailbox.offer(task("a", "1"));

    // when
    mailbox.offer(task("b", "2"));

    // then
    assertThat(client.told()).containsExactly("1");
  }

  @Test
  void newerStateOfAnEntityReplacesTheWaitingOneAndGoesToTheEnd() {
    // given
    mailbox.offer(task("a", "1"));
    mailbox.offer(task("b", "2"));
    mailbox.offer(task("a", "3"));

    // when
    mailbox.request(10);

    // then
    assertThat(client.told()).containsExactly("2", "3");
  }

  @Test
  void keepsEveryFrameThatCountsByItself() {
    // given
    mailbox.offer(Frame.line(1, "same"));
    mailbox.offer(Frame.line(2, "same"));

    // when
    mailbox.request(10);

    // then
    assertThat(client.frames()).extracting(Frame::id).containsExactly("1", "2");
  }

  @Test
  void clientThatLagsTooFarIsToldSoAndLetGo() {
    // given
    IntStream.rangeClosed(0, Mailbox.MOST_FRAMES)
        .forEach(i -> mailbox.offer(task("entity-" + i, "state")));
    mailbox.offer(task("late", "state"));

    // when
    mailbox.request(10_000);

    // then
    assertThat(client.names()).containsExactly("lagging");
    assertThat(client.ends()).isEqualTo(1);
  }

  @Test
  void manyChangesOfFewEntitiesNeverLetAClientGo() {
    // given
    IntStream.range(0, 10 * Mailbox.MOST_FRAMES)
        .forEach(i -> mailbox.offer(task("entity-" + i % 3, "state-" + i)));

    // when
    mailbox.request(10_000);

    // then
    assertThat(client.told()).containsExactly("state-19997", "state-19998", "state-19999");
  }

  @Test
  void largeStatesCountByTheirSize() {
    // given
    String large = "x".repeat((int) (Mailbox.MOST_CHARACTERS / 4));
    IntStream.range(0, 5).forEach(i -> mailbox.offer(task("entity-" + i, large)));

    // when
    mailbox.request(10);

    // then
    assertThat(client.names()).containsExactly("lagging");
  }

  @Test
  void statesThatWereTakenOrReplacedDoNotCount() {
    // given
    String large = "x".repeat((int) (Mailbox.MOST_CHARACTERS / 4));
    mailbox.request(5);
    IntStream.range(0, 5).forEach(i -> mailbox.offer(task("entity-" + i, large)));
    IntStream.range(0, 20).forEach(_ -> mailbox.offer(task("one", large)));

    // when
    mailbox.request(10);

    // then
    assertThat(client.names()).hasSize(6).containsOnly("task");
  }

  @Test
  void startingOverDropsWhatWaits() {
    // given
    mailbox.offer(task("a", "1"));
    mailbox.startOver(Frame.reset("why"));

    // when
    mailbox.request(10);

    // then
    assertThat(client.names()).containsExactly("reset");
  }

  @Test
  void endComesOnceAndAfterWhatWaits() {
    // given
    mailbox.offer(task("a", "1"));
    mailbox.end();
    mailbox.end();
    assertThat(client.ends()).isZero();

    // when
    mailbox.request(10);

    // then
    assertThat(client.told()).containsExactly("1");
    assertThat(client.ends()).isEqualTo(1);
  }

  @Test
  void cancelledClientIsToldNothingMore() {
    // given
    mailbox.offer(task("a", "1"));
    mailbox.cancel();
    mailbox.end();

    // when
    mailbox.request(10);

    // then
    assertThat(client.frames()).isEmpty();
    assertThat(client.ends()).isZero();
  }

  @Test
  void clientThatFailsIsLetGoWithoutHarmToWhoOffers() {
    // given
    var failing =
        new Mailbox(
            new Mailbox.Outlet() {
              @Override
              public void deliver(Frame frame) {
                throw new IllegalStateException("broken client");
              }

              @Override
              public void end() {}
            },
            Runnable::run);
    failing.request(10);

    // when
    failing.offer(task("a", "1"));

    // then
    assertThat(failing.ended()).isTrue();
  }

  @Test
  void manyThreadsMayOfferAndAskAtOnceAndNothingIsLostOrOutOfOrder() throws InterruptedException {
    // given
    var concurrent = new Mailbox(client, Thread::startVirtualThread);
    List<Thread> threads = new ArrayList<>();

    // when
    for (int writer = 0; writer < 4; writer++) {
      String name = "writer-" + writer;
      threads.add(
          Thread.ofVirtual()
              .start(() ->
                  IntStream.range(0, 400)
                      .forEach(i -> concurrent.offer(new Frame(name, null, "" + i, null)))));
      threads.add(
          Thread.ofVirtual()
              .start(() -> IntStream.range(0, 400).forEach(_ -> concurrent.request(1))));
    }
    for (Thread thread : threads) {
      thread.join();
    }
    concurrent.end();

    // then
    Eventually.asserted(() -> assertThat(client.ends()).isEqualTo(1));
    assertThat(client.frames()).hasSize(1_600);
    assertThat(client.frames().stream().filter(frame -> frame.name().equals("writer-2")))
        .extracting(Frame::data)
        .containsExactlyElementsOf(IntStream.range(0, 400).mapToObj(i -> "" + i).toList());
  }

  @Test
  void waitingForAnIdleClientEndsWhenItHasTakenEverything() throws InterruptedException {
    // given
    mailbox.offer(Frame.line(1, "{}"));
    var waiting =
        Thread.ofVirtual()
            .start(() -> {
              try {
                mailbox.awaitIdle();
              } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
              }
            });

    // when
    mailbox.request(1);

    // then
    waiting.join();
    assertThat(mailbox.idle()).isTrue();
  }

  private static Frame task(String entity, String state) {
    return new Frame("task", null, state, entity);
  }
}
