package io.rickyard.service.trace;

import io.micronaut.context.annotation.Requires;
import io.micronaut.context.event.BeanCreatedEvent;
import io.micronaut.context.event.BeanCreatedEventListener;
import io.rickyard.messaging.Publisher;
import jakarta.inject.Singleton;

/** Shows what a service publishes, whichever way it comes to that. */
@Singleton
@Requires(condition = WhereTraced.class)
final class PublisherSpans implements BeanCreatedEventListener<Publisher> {

  private final Tracing tracing;

  PublisherSpans(Tracing tracing) {
    this.tracing = tracing;
  }

  @Override
  public Publisher onCreated(BeanCreatedEvent<Publisher> event) {
    return new TracedPublisher(event.getBean(), tracing);
  }
}
