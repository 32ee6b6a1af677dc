package io.rickyard.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.OutgoingMessage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OutboxQueueTest {

  private final OutboxQueue queue = new OutboxQueue(3);

  @Test
  void commitsOfOneEntityAreReportedLateAndStillSentInOrder() throws InterruptedException {
    // given
    OutboxEntry first = written(1, "a");
    OutboxEntry second = written(2, "a");

    // when
    queue.committed(second);
    List<Long> before = drain();
    queue.committed(first);

    // then
    assertThat(before).isEmpty();
    assertThat(drain()).containsExactly(1L, 2L);
  }

  @Test
  void anUndecidedCommitHoldsOnlyItsOwnEntitiesUp() throws InterruptedException {
    // given
    written(1, "a");
    OutboxEntry second = written(2, "a");
    OutboxEntry third = written(3, "b");

    // when
    queue.committed(second);
    queue.committed(third);

    // then
    assertThat(drain()).containsExactly(3L);
  }

  @Test
  void aRollBackLetsTheLaterOnesGo() throws InterruptedException {
    // given
    OutboxEntry first = written(1, "a");
    OutboxEntry second = written(2, "a");
    queue.committed(second);

    // when
    queue.rolledBack(first);

    // then
    assertThat(drain()).containsExactly(2L);
    assertThat(queue.held()).containsExactly(2L);
  }

  @Test
  void whatWaitsBehindAWaitingCommitWaitsToo() throws InterruptedException {
    // given
    OutboxEntry first = written(1, "a");
    OutboxEntry second = written(2, "a", "b");
    OutboxEntry third = written(3, "b");

    // when
    queue.committed(second);
    queue.committed(third);
    List<Long> before = drain();
    queue.committed(first);

    // then
    assertThat(before).isEmpty();
    assertThat(drain()).containsExactly(1L, 2L, 3L);
  }

  @Test
  void whatIsTooMuchStaysInTheTable() throws InterruptedException {
    // when
    for (long id = 1; id <= 5; id++) {
      queue.committed(written(id, "a"));
    }

    // then
    assertThat(drain()).containsExactly(1L, 2L, 3L);
    assertThat(queue.held()).containsExactlyInAnyOrder(1L, 2L, 3L);
  }

  @Test
  void aRowThatIsFoundTwiceIsSentOnce() throws InterruptedException {
    // given
    OutboxEntry row = entry(7, "a");
    queue.found(List.of(row));

    // when
    queue.found(List.of(row));

    // then
    assertThat(drain()).containsExactly(7L);
  }

  @Test
  void aDeletedRowIsForgotten() {
    // given
    queue.committed(written(1, "a"));

    // when
    queue.forget(Set.of(1L));

    // then
    assertThat(queue.held()).isEmpty();
  }

  private OutboxEntry written(long id, String... keys) {
    OutboxEntry entry = entry(id, keys);
    queue.written(entry);
    return entry;
  }

  private static OutboxEntry entry(long id, String... keys) {
    return new OutboxEntry(
        id,
        List.of(keys).stream()
            .map(key -> new OutgoingMessage(Topic.EVENTS, key, new byte[0], Map.of()))
            .toList());
  }

  private List<Long> drain() throws InterruptedException {
    List<Long> ids = new ArrayList<>();
    for (var next = queue.take(Duration.ZERO); next.isPresent(); next = queue.take(Duration.ZERO)) {
      ids.add(next.get().id());
    }
    return ids;
  }
}
