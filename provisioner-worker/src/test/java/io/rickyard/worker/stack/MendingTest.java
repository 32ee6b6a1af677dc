package io.rickyard.worker.stack;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.ProjectRef;
import io.rickyard.contracts.stack.StackProfile;
import io.rickyard.testing.Eventually;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class MendingTest {

  private static ProjectRef project(char letter) {
    return new ProjectRef(String.valueOf(letter).repeat(20));
  }

  @Test
  void onlySoManyAreDoneAtOnce() {
    // given
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var done = new CountDownLatch(12);
    var both = new CountDownLatch(2);
    try (var mending = new Mending(2)) {
      // when
      for (char letter = 'a'; letter < 'a' + 12; letter++) {
        mending.ask(
            project(letter),
            Mending.Extent.WHOLE_STACK,
            StackProfile.DATABASE,
            () -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              both.countDown();
              both.await(); // the first two meet here
              now.decrementAndGet();
              done.countDown();
            });
      }

      // then
      Eventually.until(() -> done.getCount() == 0);
      assertThat(most).hasValue(2);
    }
  }

  @Test
  void whatRunsInPartComesFirstAndThenTheSmallest() throws Exception {
    // given
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    var begun = new CountDownLatch(1);
    var goOn = new CountDownLatch(1);
    try (var mending = new Mending(1)) {
      mending.ask(
          project('z'),
          Mending.Extent.WHOLE_STACK,
          StackProfile.FULL,
          () -> {
            begun.countDown();
            goOn.await();
          });
      begun.await();

      // when
      ask(mending, order, 'a', Mending.Extent.WHOLE_STACK, StackProfile.FULL);
      ask(mending, order, 'b', Mending.Extent.WHOLE_STACK, StackProfile.DATABASE);
      ask(mending, order, 'c', Mending.Extent.WHOLE_STACK, StackProfile.DATABASE);
      ask(mending, order, 'd', Mending.Extent.SOME_SERVICES, StackProfile.FULL);
      goOn.countDown();

      // then
      Eventually.until(() -> order.size() == 4);
      assertThat(order).containsExactly("d", "b", "c", "a");
    }
  }

  @Test
  void aStackWaitsOnceAndMayBeAskedForAgainAfterwards() {
    // given
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    var goOn = new CountDownLatch(1);
    try (var mending = new Mending(1)) {
      mending.ask(project('a'), Mending.Extent.WHOLE_STACK, StackProfile.DATABASE, goOn::await);

      // when
      ask(mending, order, 'a', Mending.Extent.WHOLE_STACK, StackProfile.DATABASE);
      assertThat(mending.has(project('a'))).isTrue();
      goOn.countDown();

      // then
      Eventually.until(() -> !mending.has(project('a')));
      assertThat(order).isEmpty();
      ask(mending, order, 'a', Mending.Extent.WHOLE_STACK, StackProfile.DATABASE);
      Eventually.until(() -> order.size() == 1);
    }
  }

  @Test
  void whatFailsKeepsNobodyElseWaiting() {
    // given
    List<String> order = Collections.synchronizedList(new ArrayList<>());
    try (var mending = new Mending(1)) {
      // when
      mending.ask(
          project('a'),
          Mending.Extent.SOME_SERVICES,
          StackProfile.DATABASE,
          () -> {
            throw new IllegalStateException("The database is away");
          });
      ask(mending, order, 'b', Mending.Extent.SOME_SERVICES, StackProfile.DATABASE);

      // then
      Eventually.until(() -> order.size() == 1 && !mending.has(project('a')));
    }
  }

  private static void ask(
      Mending mending,
      List<String> order,
      char letter,
      Mending.Extent extent,
      StackProfile profile) {
    mending.ask(project(letter), extent, profile, () -> order.add(String.valueOf(letter)));
  }
}
