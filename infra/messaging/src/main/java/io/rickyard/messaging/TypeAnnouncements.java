package io.rickyard.messaging;

import io.rickyard.contracts.task.TaskTypes;
import io.rickyard.contracts.task.TypeAnnouncement;
import io.rickyard.contracts.topic.Topic;
import java.util.List;
import java.util.Set;

/** Tells a service's {@link TaskTypes} what workers announce, from the oldest that is kept. */
public final class TypeAnnouncements {

  private TypeAnnouncements() {}

  /**
   * Starts to listen; returns at once, also while the brokers are away.
   *
   * @param kafka how to reach the brokers
   * @param service for logs and thread names
   * @param types what is told
   */
  public static Follower follow(KafkaSettings kafka, String service, TaskTypes types) {
    var follower =
        Follower.start(
            kafka,
            service + "-task-types",
            Set.of(Topic.TASK_TYPES),
            Follower.Start.BEGINNING,
            batch -> tell(types, batch));
    var _ = follower.caughtUp().thenRun(types::complete);
    return follower;
  }

  private static void tell(TaskTypes types, List<Received> batch) {
    for (Received received : batch) {
      if (received.envelope().body() instanceof TypeAnnouncement announcement) {
        types.hear(announcement, received.envelope().time());
      }
    }
  }
}
