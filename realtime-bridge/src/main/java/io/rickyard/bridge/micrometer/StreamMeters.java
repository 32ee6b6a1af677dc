package io.rickyard.bridge.micrometer;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.rickyard.bridge.stream.EventTail;

/** Shows how many follow the event log, who could not keep up, and how far it was handed out. */
@Context
final class StreamMeters {

  StreamMeters(MeterRegistry registry, EventTail tail) {
    Gauge.builder("rickyard.stream.clients", tail, EventTail::followers)
        .description("clients that follow the event log here")
        .register(registry);
    Gauge.builder("rickyard.stream.position", tail, EventTail::reached)
        .description("the sequence up to which changes were handed out here")
        .register(registry);
    FunctionCounter.builder("rickyard.stream.clients.slow", tail, EventTail::slowOnes)
        .description("clients let go because they did not keep up")
        .register(registry);
  }
}
