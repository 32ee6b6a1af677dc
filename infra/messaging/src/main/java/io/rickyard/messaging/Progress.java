package io.rickyard.messaging;

import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.SubscriptionStatus.State;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;

/** Counts what one loop did; read by others while it runs. */
final class Progress {

  private volatile State state = State.RUNNING;
  private volatile Map<Topic, Long> lag = Map.of();
  private final LongAdder handled = new LongAdder();
  private final LongAdder deadLettered = new LongAdder();
  private final LongAdder ignored = new LongAdder();
  private final LongAdder retries = new LongAdder();

  void state(State now) {
    state = now;
  }

  void handled(int messages) {
    handled.add(messages);
  }

  void deadLettered(int messages) {
    deadLettered.add(messages);
  }

  void ignored(int messages) {
    ignored.add(messages);
  }

  void retried() {
    retries.increment();
    state = State.WAITING;
  }

  void lag(Map<Topic, Long> messages) {
    lag = messages;
  }

  SubscriptionStatus status() {
    return new SubscriptionStatus(
        state, handled.sum(), deadLettered.sum(), ignored.sum(), retries.sum(), lag);
  }
}
