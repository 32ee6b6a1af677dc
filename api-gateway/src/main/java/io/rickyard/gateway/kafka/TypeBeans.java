package io.rickyard.gateway.kafka;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.rickyard.contracts.task.TaskTypes;
import io.rickyard.messaging.Follower;
import io.rickyard.messaging.KafkaSettings;
import io.rickyard.messaging.TypeAnnouncements;
import jakarta.inject.Singleton;
import java.time.Clock;

/** The types of task that the gateway knows, and what keeps them up to date. */
@Factory
final class TypeBeans {

  @Singleton
  TaskTypes types() {
    return new TaskTypes(Clock.systemUTC());
  }

  @Context
  @Bean(preDestroy = "close")
  Follower announcements(KafkaSettings kafka, TaskTypes types) {
    return TypeAnnouncements.follow(kafka, "gateway", types);
  }
}
