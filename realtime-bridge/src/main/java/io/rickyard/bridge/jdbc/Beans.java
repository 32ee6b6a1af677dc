package io.rickyard.bridge.jdbc;

import io.micronaut.context.annotation.Factory;
import io.rickyard.bridge.stream.EventTail;
import io.rickyard.bridge.stream.OpenStreams;
import io.rickyard.bridge.tasklog.NewLines;
import jakarta.inject.Singleton;

/** The concepts' objects, one of each for this instance. */
@Factory
final class Beans {

  @Singleton
  EventTail eventTail(StatusViews views) {
    return new EventTail(views, Thread::startVirtualThread);
  }

  @Singleton
  OpenStreams openStreams() {
    return new OpenStreams();
  }

  @Singleton
  NewLines newLines() {
    return new NewLines();
  }
}
