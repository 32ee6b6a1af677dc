package io.rickyard.org;

import io.rickyard.contracts.Envelope;
import io.rickyard.contracts.organization.OrganizationEvents;
import io.rickyard.contracts.task.TaskCommand;
import io.rickyard.contracts.topic.Topic;
import io.rickyard.messaging.Follower;
import io.rickyard.messaging.Received;
import io.rickyard.testing.TestBroker;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;

/** What came into a topic since it was new. */
final class TopicReader implements AutoCloseable {

  private final List<Received> received = new CopyOnWriteArrayList<>();
  private final Follower follower;

  TopicReader(TestBroker broker, Topic topic) {
    follower =
        Follower.start(
            broker.settings("test"),
            "test",
            Set.of(topic),
            Follower.Start.BEGINNING,
            received::addAll);
  }

  List<Envelope<?>> envelopes() {
    return received.stream().<Envelope<?>>map(Received::envelope).toList();
  }

  List<String> tasks() {
    return envelopes().stream()
        .map(Envelope::body)
        .map(TaskCommand.class::cast)
        .map(command -> command.taskId().toString())
        .distinct()
        .toList();
  }

  List<Long> versions() {
    return envelopes().stream().map(envelope -> envelope.version().value()).toList();
  }

  List<String> events() {
    return envelopes().stream()
        .map(Envelope::body)
        .map(OrganizationEvents.class::cast)
        .flatMap(events -> events.events().stream())
        .map(event -> event.getClass().getSimpleName())
        .toList();
  }

  /** What happened to one project. */
  List<String> eventsOf(String project) {
    return envelopes().stream()
        .map(Envelope::body)
        .map(OrganizationEvents.class::cast)
        .flatMap(events -> events.events().stream())
        .filter(event -> event.toString().contains(project))
        .map(event -> event.getClass().getSimpleName())
        .toList();
  }

  @Override
  public void close() {
    follower.close();
  }
}
