package io.rickyard.bridge.jdbc;

import io.micronaut.context.annotation.Factory;
import io.rickyard.bridge.stream.EventTail;
import jakarta.inject.Singleton;

/** The one tail of this instance. */
@Factory
final class Tail {

  @Singleton
  EventTail eventTail(StatusViews views) {
    return new EventTail(views);
  }
}
